import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { isId } from '../../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../../kernel/paging.ts';
import { addDays } from '../../../../maths/calendar.ts';
import { cardIds } from '../../family.ts';
import { customerNames, customerSeen } from '../../reach.ts';
import { limitOf, usualOf } from '../rules/unusual.ts';
import type { DisclosureKind, Disclosures, ReadingKind } from './contract.ts';
import { DAYS_OF_USUAL } from './write-readings.ts';

interface Asked {
  limit: number;
  cursor?: string | undefined;
}

export async function disclosuresOfCustomer(ctx: Ctx, asked: Asked & { id: string }): Promise<Disclosures> {
  const { id } = await customerSeen(ctx, asked.id);
  const cards = await cardIds(ctx, id);
  return page(
    ctx,
    asked,
    sql`(d.customer_id = any (${cards}::uuid[]) or d.id = any (array(
      select k.disclosure_id from customer_disclosed k
      where k.workspace_id = ${ctx.workspace.id} and k.customer_id = any (${cards}::uuid[]))))`,
  );
}

export async function listDisclosures(
  ctx: Ctx,
  asked: Asked & { actor?: string | undefined; kind?: DisclosureKind | undefined },
): Promise<Disclosures> {
  const actor = asked.actor === undefined ? sql`true` : sql`d.actor_id = ${asked.actor}`;
  const kind = asked.kind === undefined ? sql`true` : sql`d.kind = ${asked.kind}`;
  return page(ctx, asked, sql`${actor} and ${kind}`);
}

interface Row {
  id: string;
  kind: DisclosureKind;
  customer_id: string | null;
  actor_kind: string;
  actor_name: string;
  field: string | null;
  reason: string | null;
  customers: number;
  what: string | null;
  at: Date;
  at_text: string;
}

async function page(ctx: Ctx, { limit, cursor }: Asked, which: RawBuilder<unknown>): Promise<Disclosures> {
  const { rows } = await sql<Row>`
    select d.*, to_char(d.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_text
    from customer_disclosures d
    where d.workspace_id = ${ctx.workspace.id} and ${which} ${before(cursor)}
    order by d.at desc, d.id desc limit ${limit + 1}`.execute(ctx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from customer_disclosures d
      where d.workspace_id = ${ctx.workspace.id} and ${which} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  const names = await customerNames(
    ctx,
    shown.flatMap((row) => row.customer_id ?? []),
  );
  const last = shown.at(-1);
  return {
    items: shown.map((row) => {
      const customer = row.customer_id === null ? undefined : names.get(row.customer_id);
      return {
        id: row.id,
        kind: row.kind,
        at: row.at.toISOString(),
        by: row.actor_name,
        actor: row.actor_kind,
        customer: customer ? { id: customer.id, name: customer.name } : null,
        field: row.field,
        reason: row.reason,
        count: row.customers,
        what: row.what,
      };
    }),
    nextCursor: last && rows.length > limit ? encodeCursor([last.at_text, last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

function before(cursor: string | undefined): RawBuilder<unknown> {
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  const fits =
    /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z$/.test(String(at)) && !Number.isNaN(Date.parse(String(at)));
  // Mangled: begin again.
  if (!fits || typeof id !== 'string' || !isId(id)) return sql``;
  return sql`and (d.at, d.id) < (${String(at)}::timestamptz, ${id}::uuid)`;
}

const KINDS: readonly ReadingKind[] = ['opened', 'listed', 'revealed', 'exported'];

/** How much each colleague reads, against what is usual for them. */
export async function readReadings(ctx: Ctx) {
  const { rows } = await sql<{
    actor_id: string;
    kind: ReadingKind;
    day: string;
    actor_name: string;
    customers: number;
  }>`
    select actor_id, kind, day, actor_name, customers from customer_readings
    where workspace_id = ${ctx.workspace.id} and day >= ${addDays(ctx.today, -DAYS_OF_USUAL)}
    order by day desc`.execute(ctx.db);
  const items = [...Map.groupBy(rows, (row) => row.actor_id)].map(([id, days]) => ({
    actor: { id, name: days[0]?.actor_name ?? '' },
    day: days[0]?.day ?? null,
    usage: KINDS.map((kind) => {
      const own = days.filter((row) => row.kind === kind);
      const earlier = own.filter(({ day }) => day < ctx.today).map(({ customers }) => customers);
      const today = own.find(({ day }) => day === ctx.today)?.customers ?? 0;
      const limit = limitOf(kind, earlier);
      return { kind, today, usual: usualOf(earlier), limit, unusual: today >= limit };
    }),
  }));
  return { items: items.toSorted((a, b) => a.actor.name.localeCompare(b.actor.name)) };
}
