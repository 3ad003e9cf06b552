import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { cardIds } from '../family.ts';
import { presentCustomer } from '../present.ts';
import { customerSeen, type CustomerRow } from '../reach.ts';
import type { TimelineEntry, TimelinePlace, TimelineSource } from '../registries.ts';
import type { MergeView } from './contract.ts';

/** What was merged into this card and still is, the latest first, with what the merged cards said. */
export async function readMerges(ctx: Ctx, asked: { id: string }): Promise<{ items: MergeView[] }> {
  const { id } = await customerSeen(ctx, asked.id);
  const { rows: merges } = await sql<{ set: string; at: Date; by: string; merged: string }>`
    select m.change_set_id as set, m.at, m.by_name as by, m.merged_customer_id as merged
    from customer_merges m
    where m.workspace_id = ${ctx.workspace.id} and m.kept_customer_id = any (${await cardIds(ctx, id)}::uuid[])
      and m.undone_at is null
    order by m.at desc, m.change_set_id desc, m.merged_customer_id`.execute(ctx.db);
  const cards = await cardsOf(
    ctx,
    merges.map(({ merged }) => merged),
  );
  const sets = Map.groupBy(merges, ({ set }) => set);
  const items = [...sets].map(([changeSet, ofSet]) => ({
    changeSet,
    at: (ofSet[0] as { at: Date }).at.toISOString(),
    by: ofSet[0]?.by ?? '',
    customers: ofSet.flatMap(({ merged }) => {
      const row = cards.get(merged);
      if (!row) return [];
      const { name, externalId, phone } = presentCustomer(ctx, row);
      return [{ id: merged, name, externalId, phone }];
    }),
  }));
  return { items };
}

async function cardsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, CustomerRow>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** "Merged with 张三", and that they were parted again. */
export const mergesOnTimeline: TimelineSource = { kind: 'merge', read: readMergeEntries };

interface MergeRow {
  id: string;
  at: Date;
  by: string;
  parted: boolean;
  merged: string[];
}

async function readMergeEntries(
  ctx: Ctx,
  _customerId: string,
  before: TimelinePlace | null,
  limit: number,
  cards: readonly string[],
): Promise<TimelineEntry[]> {
  const of = sql`workspace_id = ${ctx.workspace.id}
    and (kept_customer_id = any (${[...cards]}::uuid[]) or merged_customer_id = any (${[...cards]}::uuid[]))`;
  // Parting has no id of its own; one is made of the merge and the first card parted, for a card may be parted many times.
  const { rows } = await sql<MergeRow>`
    select * from (
      select change_set_id as id, at, by_name as by, false as parted,
        array_agg(merged_customer_id order by merged_customer_id) as merged
      from customer_merges where ${of} group by change_set_id, at, by_name
      union all
      select md5(change_set_id::text || min(merged_customer_id::text))::uuid, undone_at, coalesce(undone_by_name, ''), true,
        array_agg(merged_customer_id order by merged_customer_id)
      from customer_merges where ${of} and undone_at is not null group by change_set_id, undone_at, undone_by_name
    ) acts
    where true ${before ? sql`and (at, id) < (${before.at}, ${before.id})` : sql``}
    order by at desc, id desc limit ${limit}`.execute(ctx.db);
  const named = await cardsOf(
    ctx,
    rows.flatMap(({ merged }) => merged),
  );
  return rows.map(({ id, at, by, parted, merged }) => ({
    id,
    at,
    kind: 'merge',
    text: {
      key: `customers:timeline.${parted ? 'parted' : 'merged'}`,
      values: { names: merged.flatMap((card) => named.get(card)?.name ?? []).join('、') },
    },
    by,
    body: parted ? null : merged.flatMap((card) => contactsOf(ctx, named.get(card))).join('\n') || null,
  }));
}

/** What the merged card said and the one that stays may not: as much of it as the actor may see. */
function contactsOf(ctx: Ctx, row: CustomerRow | undefined): string[] {
  if (!row) return [];
  const { name, phone, email, cardNumber, externalId } = presentCustomer(ctx, row);
  const told = [phone, email, cardNumber, externalId].filter((fact) => fact !== null && fact !== '');
  return told.length === 0 ? [] : [`${name} · ${told.join(' · ')}`];
}
