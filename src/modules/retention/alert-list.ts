import { sql } from 'kysely';
import { formatDecimal } from '../../maths/money.ts';
import type { Ctx } from '../../kernel/context.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { countOf, COUNT_LIMIT, decodeCursor, encodeCursor } from '../../kernel/paging.ts';
import { ownersInReach, phoneAsDialled } from '../customers/index.ts';
import type { AlertFacts } from './alert-facts.ts';
import type { AlertKind, AlertOutcome, AlertView } from './contract.ts';
import { explanationOf, wordsOf } from './reason-kinds.ts';

interface Row {
  id: string;
  kind: AlertKind;
  customer_id: string;
  name: string;
  phone: string | null;
  last_on: string;
  raised_on: string;
  stake_minor: bigint;
  facts: AlertFacts;
  cared_on: string | null;
  settled_on: string | null;
  outcome: AlertOutcome | null;
  returned_after_days: number | null;
}

/** Open alerts by what is at stake, or those that have ended, the latest first. */
export async function listAlerts(
  ctx: Ctx,
  { limit, cursor, show }: { limit: number; cursor?: string | undefined; show: 'open' | 'settled' },
) {
  const [place, id] = decodeCursor(cursor, 2) ?? [];
  const open = show === 'open';
  const owners = ownersInReach(ctx, 'retention.read');
  const wanted = sql`
    from retention_alerts a
    join customers c on c.workspace_id = a.workspace_id and c.id = a.customer_id and c.binned_at is null
    where a.workspace_id = ${ctx.workspace.id} and a.settled_on is ${open ? sql`null` : sql`not null`}
      ${owners ? sql`and c.owner_id = any (${owners}::uuid[])` : sql``}`;
  const order = open ? sql`a.stake_minor` : sql`a.settled_on`;
  const before = open ? sql`${place}::int8` : sql`${place}::date`;
  const { rows } = await sql<Row>`
    select a.*, c.name, c.phone ${wanted}
      ${place === undefined ? sql`` : sql`and (${order}, a.id) < (${before}, ${id}::uuid)`}
    order by ${order} desc, a.id desc limit ${limit + 1}`.execute(ctx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (select 1 ${wanted} limit ${COUNT_LIMIT + 1}) counted`.execute(ctx.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = last && (open ? last.stake_minor.toString() : last.settled_on);
  return {
    items: page.map((row) => present(ctx, row)),
    nextCursor: last && rows.length > limit ? encodeCursor([next ?? null, last.id]) : null,
    count: countOf(counted.rows[0]?.count ?? 0),
  };
}

function present(ctx: Ctx, row: Row): AlertView {
  const currency = ctx.workspace.baseCurrency;
  return {
    id: row.id,
    kind: row.kind,
    customer: { id: row.customer_id, name: row.name, phone: phoneAsDialled(ctx, row.phone) },
    text: translate(ctx.locale, `retention:reasons.${row.kind}`, { name: row.name, ...wordsOf(ctx, row.facts) }),
    lastOn: row.last_on,
    raisedOn: row.raised_on,
    stake: { amount: formatDecimal(row.stake_minor, currency), currency },
    caredOn: row.cared_on,
    settledOn: row.settled_on,
    outcome: row.outcome,
    returnedAfterDays: row.returned_after_days,
    explanation: explanationOf(ctx, row.kind, row.facts, row.stake_minor),
  };
}
