import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse as refuseCommon } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { isId } from '../../../kernel/ids.ts';
import { decodeCursor } from '../../../kernel/paging.ts';
import type { Version } from '../programme/programme.ts';
import type { Entry } from './books.ts';
import type { EntryKind, EntryView } from './contract.ts';

export interface Place {
  at: string;
  id: string;
}

/** Where a list that runs back in time goes on. */
export function placeInTime(cursor: string | undefined): Place | null {
  const place = decodeCursor(cursor, 2);
  if (!place) return null;
  const [at, id] = place;
  if (typeof at !== 'string' || typeof id !== 'string' || !isId(id) || Number.isNaN(Date.parse(at))) {
    throw refuseCommon('BAD_INPUT', { path: 'cursor', problem: '' });
  }
  return { at, id };
}

export interface EntryRow {
  id: string;
  customerId: string;
  kind: string;
  points: bigint;
  balance: bigint;
  reason: string | null;
  source: string;
  activity: string | null;
  orderId: string | null;
  orderNumber: string | null;
  reversesId: string | null;
  at: Date;
  day: string;
  by: string;
  reversed: bigint;
}

export const ENTRY = sql`e.id, e.customer_id as "customerId", e.kind, e.points, e.balance_after as balance, e.reason,
  e.source, e.activity, e.order_id as "orderId", e.reverses_id as "reversesId", e.at, e.day, e.by_name as by, (
    select o.external_id from orders o where o.workspace_id = e.workspace_id and o.id = e.order_id) as "orderNumber",
  coalesce((select sum(abs(r.points)) from loyalty_entries r
    where r.workspace_id = e.workspace_id and r.reverses_id = e.id), 0)::int8 as reversed`;

const REVERSIBLE = new Set(['earn', 'redeem', 'adjust']);

export function presentEntry(ctx: Ctx, row: EntryRow, version: Version | null): EntryView {
  const reversible = row.orderId === null && row.source !== 'gift' && row.source !== 'draw' && REVERSIBLE.has(row.kind);
  return {
    id: row.id,
    customerId: row.customerId,
    kind: row.kind as EntryKind,
    points: Number(row.points),
    balance: Number(row.balance),
    text: textOf(ctx, row, version),
    reason: row.reason,
    orderId: row.orderId,
    reversesId: row.reversesId,
    at: row.at.toISOString(),
    day: row.day,
    by: row.by,
    reversible: reversible ? Math.abs(Number(row.points)) - Number(row.reversed) : 0,
  };
}

/** An entry as it was just written. */
export async function presentPosted(ctx: Ctx, entry: Entry, version: Version | null) {
  const row: EntryRow = {
    ...entry,
    points: BigInt(entry.points),
    balance: BigInt(entry.balance),
    reason: entry.reason || null,
    activity: entry.activity ?? null,
    orderId: entry.orderId ?? null,
    orderNumber: null,
    reversesId: entry.reversesId ?? null,
    at: ctx.now,
    day: ctx.today,
    by: ctx.actor.name,
    reversed: 0n,
  };
  return { entry: presentEntry(ctx, row, version), balance: entry.balance };
}

function textOf(ctx: Ctx, { kind, source, activity, orderNumber, orderId }: EntryRow, version: Version | null): string {
  const rules = version?.rules;
  const name =
    source === 'tier'
      ? rules?.tiers.levels.find(({ key }) => key === activity)?.name
      : rules?.activities.find(({ key }) => key === activity)?.name;
  const what =
    kind === 'earn' && source !== 'hand'
      ? `earn_${source}`
      : kind === 'redeem' && source !== 'hand'
        ? `redeem_${source}`
        : kind;
  const number = orderNumber !== null && !isId(orderNumber) ? orderNumber : orderId ? '' : null;
  return translate(ctx.locale, `loyalty:entry.${what}`, { name: name ?? activity ?? '', number: number ?? '' }).trim();
}
