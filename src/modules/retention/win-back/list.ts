import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { isId } from '../../../kernel/ids.ts';
import { inBase, moneyInWords, oneDecimal } from '../../../kernel/i18n/print.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { addDays, daysBetween } from '../../../maths/calendar.ts';
import { visibleCustomers } from '../../customers/index.ts';
import { lostAfterDays } from '../leaky-bucket/customer-months.ts';
import { ownedCustomers } from '../owned-customers.ts';
import { readSettings } from '../settings.ts';
import { readShop } from '../shop.ts';
import type { LostCustomer } from './contract.ts';
import { HALF_YEAR, readChances } from './returns.ts';
import { LONGEST_HALF_YEARS } from './rules/chance.ts';

interface Row {
  customer_id: string;
  last_on: string;
  year_minor: bigint;
  expected_minor: bigint;
  case_id: string | null;
  agreed_on: string | null;
  due_on: string | null;
}

export async function listLost(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const [shop, settings, { chances, seen }] = await Promise.all([readShop(ctx), readSettings(ctx), readChances(ctx)]);
  const lostAfter = lostAfterDays(settings);
  const until = shop?.until ?? ctx.today;
  const halfYears = sql`least(${LONGEST_HALF_YEARS}::int,
    (${until}::date - r.last_on - ${lostAfter}::int) / ${HALF_YEAR}::int) + 1`;
  const expected = sql`round(r.year_minor * (${chances}::float8[])[${halfYears}])::int8`;
  const from = sql`
    from retention_rhythms r
    join customers on customers.workspace_id = r.workspace_id and customers.id = r.customer_id
    left join retention_cases k on k.workspace_id = r.workspace_id and k.customer_id = r.customer_id
      and k.closed_on is null
    where r.workspace_id = ${ctx.workspace.id} and r.last_on <= ${addDays(until, -lostAfter)}
      and r.taught is distinct from 'not_watched' and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}`;
  const [{ rows }, counted] = await Promise.all([
    sql<Row>`
      select r.customer_id, r.last_on, r.year_minor, ${expected} as expected_minor, k.id as case_id, k.agreed_on, k.due_on
      ${from} ${after(cursor, expected)}
      order by expected_minor desc, r.customer_id limit ${limit + 1}`.execute(ctx.db),
    sql<{
      count: number;
    }>`select count(*)::int as count from (select 1 ${from} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const watched = seen.reduce((sum, { away }) => sum + away, 0);
  const chanceOf = (row: Row) => {
    const half = Math.floor((daysBetween(row.last_on, until) - lostAfter) / HALF_YEAR);
    const place = Math.min(LONGEST_HALF_YEARS, half);
    return { chance: chances[place] ?? 0, watched, ...seen.find((one) => one.halfYears === place) };
  };
  return {
    items: await present(ctx, shown, lostAfter, chanceOf),
    nextCursor: rows.length > limit && last ? encodeCursor([String(last.expected_minor), last.customer_id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

async function present(
  ctx: Ctx,
  rows: readonly Row[],
  lostAfter: number,
  chanceOf: (row: Row) => { chance: number; watched: number; away?: number; returned?: number },
): Promise<LostCustomer[]> {
  const customers = await ownedCustomers(
    ctx,
    rows.map((row) => row.customer_id),
  );
  return rows.flatMap((row) => {
    const customer = customers.get(row.customer_id);
    if (!customer) return [];
    const { chance, watched, away = 0, returned = 0 } = chanceOf(row);
    return {
      customer,
      lastOn: row.last_on,
      lostOn: addDays(row.last_on, lostAfter),
      perYear: inBase(ctx, row.year_minor),
      chance,
      expected: inBase(ctx, row.expected_minor),
      explanation: {
        key: 'retention:winBack.explain.expected',
        values: {
          year: moneyInWords(ctx, row.year_minor),
          percent: oneDecimal(chance * 100),
          expected: moneyInWords(ctx, row.expected_minor),
        },
        steps: [{ key: `retention:winBack.explain.${seenOf(away, watched)}`, values: { away, returned } }],
      },
      plan:
        row.case_id === null || row.due_on === null
          ? null
          : { id: row.case_id, state: row.agreed_on === null ? 'open' : 'agreed', dueOn: row.due_on },
    };
  });
}

/** What the chance rests on: customers lost for as long, other lost ones only, or nobody at all. */
function seenOf(away: number, watched: number): 'seen' | 'others' | 'guess' {
  if (away > 0) return 'seen';
  return watched > 0 ? 'others' : 'guess';
}

function after(cursor: string | undefined, expected: ReturnType<typeof sql>) {
  const [minor, id] = decodeCursor(cursor, 2) ?? [];
  // Mangled, or of another list: begin again.
  if (!/^-?\d{1,18}$/.test(String(minor)) || typeof id !== 'string' || !isId(id)) return sql``;
  return sql`and (${expected} < ${String(minor)}::int8 or (${expected} = ${String(minor)}::int8 and r.customer_id > ${id}::uuid))`;
}
