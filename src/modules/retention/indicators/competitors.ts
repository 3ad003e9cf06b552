import { expressionBuilder, sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { refuse } from '../../../kernel/errors.ts';
import { addDays, startOfDay } from '../../../maths/calendar.ts';
import { visibleCustomers } from '../../customers/index.ts';
import type { IndicatorValue } from './registry.ts';

interface Competitors {
  competitors: string[];
  version: number;
}

export async function readCompetitors(ctx: Ctx): Promise<Competitors> {
  const row = await ctx.db
    .selectFrom('retention_indicator_shops')
    .select(['competitors', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  return row ?? { competitors: [], version: 0 };
}

/** Notes that name one of them count as attention to a competitor. */
export async function watchCompetitors(
  ctx: Ctx,
  { names, version }: { names: string[]; version: number },
): Promise<Competitors> {
  const current = await readCompetitors(ctx);
  const row = { competitors: [...new Set(names)], version: version + 1 };
  const saved = await ctx.db
    .insertInto('retention_indicator_shops')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('retention_indicator_shops.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (current.version !== version || !saved) throw refuse('STALE', { current });
  await recordAudit(ctx, {
    action: 'retention_competitors.changed',
    entity: 'retention_indicators',
    detail: { names: row.competitors },
  });
  return row;
}

const YEAR = 365;
const SHOWN = 5;
/** Notes of a year that are searched for the whole shop, the newest. */
const NOTES = 20_000;

/** Notes of a year that name a competitor; null where no name is given or nothing was noted. */
export async function competitorsOf(ctx: Ctx, customerId: string): Promise<IndicatorValue | null> {
  const { competitors } = await readCompetitors(ctx);
  if (competitors.length === 0) return null;
  const { rows } = await sql<{ on: string; body: string; named: boolean }>`
    select (at at time zone ${ctx.workspace.zone})::date as on, body, ${names(competitors)} as named
    from customer_notes
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId} and at > ${yearAgo(ctx)}
    order by at desc`.execute(ctx.db);
  if (rows.length === 0) return null;
  const named = rows.filter((row) => row.named);
  return {
    value: named.length,
    values: { notes: rows.length },
    explanation: {
      key: 'retention:indicators.how.competitors',
      values: { named: named.length, notes: rows.length, names: competitors.join('、') },
    },
    rows: named.slice(0, SHOWN).map(({ on, body }) => ({ on, text: body.slice(0, 200) })),
  };
}

export async function competitorsIn(ctx: Ctx): Promise<IndicatorValue | null> {
  const { competitors } = await readCompetitors(ctx);
  if (competitors.length === 0) return null;
  const { rows } = await sql<{ noted: number; named: number }>`
    select count(distinct customer_id)::int as noted, (count(distinct customer_id) filter (where named))::int as named
    from (
      select n.customer_id, ${names(competitors)} as named
      from customer_notes n
      join customers on customers.workspace_id = n.workspace_id and customers.id = n.customer_id
      where n.workspace_id = ${ctx.workspace.id} and n.at > ${yearAgo(ctx)}
        and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
      order by n.at desc limit ${NOTES}
    ) notes`.execute(ctx.db);
  const { noted = 0, named = 0 } = rows[0] ?? {};
  if (noted === 0) return null;
  const values = { named, noted };
  return {
    value: named,
    values,
    explanation: {
      key: 'retention:indicators.how.competitorsShop',
      values: { ...values, names: competitors.join('、') },
    },
  };
}

function names(competitors: readonly string[]) {
  return sql<boolean>`exists (
    select 1 from unnest(${competitors.map((name) => name.toLowerCase())}::text[]) c (name)
    where strpos(lower(body), c.name) > 0)`;
}

function yearAgo(ctx: Ctx): Date {
  return startOfDay(ctx.workspace.zone, addDays(ctx.today, -YEAR));
}
