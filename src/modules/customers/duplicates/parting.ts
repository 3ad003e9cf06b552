import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { recordedUpdates, type KeptRow, type Undo, type UndoneRows } from '../../transfer/index.ts';
import { recordChanges, writeRows } from '../bulk-change.ts';
import { changesBetween } from '../changes.ts';
import { announceChanged } from '../created.ts';
import { announceMerged } from '../merged.ts';
import { ownerMoves, recordOwners } from '../ownership/record.ts';
import { visibleCustomers, type CustomerRow } from '../reach.ts';
import { addedSince } from './added-since.ts';
import { dueForMatching } from './due.ts';
import { MERGED_CARDS } from './merge.ts';
import { moveBack } from './move-belongings.ts';
import { forgetPairsOf, takeDistinctionsBack } from './pairs.ts';
import { partedFacts, type RememberedCard } from './rules/parted-facts.ts';
import { setOtherColumns } from './write-card.ts';

/** Before customers, so that a card is whole again before anything else looks at it. */
export const undoMerges: Undo = { entity: 'merges', order: 25, undo: partCards };

interface Merge {
  merged: string;
  kept: string;
}

/**
 * Parts cards again, also when the card that stayed was itself merged into another since: then what came with the merged
 * cards is fetched from there. What was added or edited since stays with the card that stayed.
 */
async function partCards(ctx: Ctx, changeSetId: string): Promise<UndoneRows> {
  const merges = await mergesOf(ctx, changeSetId);
  const keep = merges[0]?.kept;
  if (keep === undefined) return { reversed: 0, kept: [], failed: [] };
  const parted = merges.map(({ merged }) => merged);
  const family = await lockFamily(ctx, keep);
  await refuseBeyondReach(ctx, keep, family);
  const kept = await addedSince(ctx, changeSetId, [...family.keys()]);
  await closeMerges(ctx, changeSetId);
  const parents = await bringBack(ctx, parted, [...family.keys()]);
  const back = await moveBack(ctx, changeSetId, climb(parents, keep));
  await takeDistinctionsBack(ctx, changeSetId);
  await announceMerged(ctx, { keep: rootOf(family, keep), merged: parted, undone: true });
  kept.push(...(await restoreFacts(ctx, changeSetId, family)));
  const cards = [...new Set([rootOf(family, keep), keep, ...parted])];
  await forgetPairsOf(ctx, cards);
  await dueForMatching(ctx, cards);
  await recordAudit(ctx, { action: 'customer.parted', entity: 'customer', entityId: keep, detail: { parted } });
  await announceChanged(ctx, cards, changeSetId);
  return { reversed: parted.length + back, kept, failed: [] };
}

async function mergesOf(ctx: Ctx, changeSetId: string): Promise<Merge[]> {
  const rows = await ctx.db
    .selectFrom('customer_merges')
    .select(['merged_customer_id as merged', 'kept_customer_id as kept'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .where('undone_at', 'is', null)
    .execute();
  return rows;
}

type Family = Map<string, CustomerRow>;

/** Every card that hangs together with this one by merges, locked. */
async function lockFamily(ctx: Ctx, keep: string): Promise<Family> {
  const rows = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where(
      sql<boolean>`(id = any (array(select coalesce(k.merged_into, k.id) from customers k
        where k.workspace_id = ${ctx.workspace.id} and k.id = ${keep}))
      or merged_into = any (array(select coalesce(k.merged_into, k.id) from customers k
        where k.workspace_id = ${ctx.workspace.id} and k.id = ${keep})))`,
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

function rootOf(family: Family, keep: string): string {
  return family.get(keep)?.merged_into ?? keep;
}

/** Whoever may merge only some customers parts only those; a card in the bin hides nothing from who may reach it. */
async function refuseBeyondReach(ctx: Ctx, keep: string, family: Family): Promise<void> {
  const root = rootOf(family, keep);
  const place = family.get(root)?.binned_at ? 'bin' : 'list';
  const reached = await ctx.db
    .selectFrom('customers')
    .select('id')
    .where(visibleCustomers(ctx, 'customers.merge', place))
    .where('customers.id', '=', root)
    .executeTakeFirst();
  if (!reached) throw refuse('NOT_FOUND');
}

async function closeMerges(ctx: Ctx, changeSetId: string): Promise<void> {
  await ctx.db
    .updateTable('customer_merges')
    .set({ undone_at: ctx.now, undone_by_name: ctx.actor.name })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .execute();
}

/** The parted cards stand for themselves again, with those that had been merged into them. */
async function bringBack(
  ctx: Ctx,
  parted: readonly string[],
  family: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const standing = await ctx.db
    .selectFrom('customer_merges')
    .select(['merged_customer_id as merged', 'kept_customer_id as kept'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('undone_at', 'is', null)
    .where(sql<boolean>`merged_customer_id = any (${[...family]}::uuid[])`)
    .execute();
  const parents = new Map(standing.map(({ merged, kept }) => [merged, kept]));
  const moved = family.flatMap((id) => (parents.has(id) ? [{ id, root: climb(parents, id).at(-1) ?? id }] : []));
  await sql`
    update customers c set merged_into = t.root
    from unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ root }) => root)}::uuid[]) as t (id, root)
    where c.workspace_id = ${ctx.workspace.id} and c.id = t.id`.execute(ctx.db);
  await sql`
    update customers set merged_into = null, binned_at = null, version = version + 1, updated_at = ${ctx.now}
    where workspace_id = ${ctx.workspace.id} and id = any (${[...parted]}::uuid[])`.execute(ctx.db);
  return parents;
}

/** The card, the one it stands merged into, and so on to the one that stays. */
function climb(parents: ReadonlyMap<string, string>, id: string): string[] {
  const path = [id];
  for (let up = parents.get(id); up !== undefined; up = parents.get(up)) path.push(up);
  return path;
}

/** Each card as it was, save what was edited since: judged by how the cards stood before anything was taken back. */
async function restoreFacts(ctx: Ctx, changeSetId: string, family: Family): Promise<KeptRow[]> {
  const kept: KeptRow[] = [];
  const backs = new Map<string, Partial<CustomerRow>>();
  for await (const page of recordedUpdates(ctx, changeSetId, MERGED_CARDS)) {
    for (const { id, before } of page) {
      const stood = family.get(id);
      if (!stood) continue;
      const { back, edited } = partedFacts(stood, before as unknown as RememberedCard);
      backs.set(id, asRow(back));
      if (edited.length > 0) kept.push({ id, what: stood.name, why: 'customers:duplicates.undo.editedSince' });
    }
  }
  kept.push(...(await leaveTakenNumbers(ctx, backs, family)));
  const rows = await freeNumbers(ctx, backs);
  const restored = rows.map((old) => ({ old, row: { ...old, ...backs.get(old.id), version: old.version + 1 } }));
  await writeRows(
    ctx,
    restored.map(({ row }) => row),
  );
  await setOtherColumns(
    ctx,
    restored.map(({ row }) => row),
  );
  await recordChanges(
    ctx,
    restored.map(({ old, row }) => ({ row, fields: changesBetween(ctx, old, row) })),
    changeSetId,
  );
  await recordOwners(ctx, ownerMoves(restored), 'parted');
  return kept;
}

/** A customer number that somebody else was given since stays theirs. */
async function leaveTakenNumbers(
  ctx: Ctx,
  backs: Map<string, Partial<CustomerRow>>,
  family: Family,
): Promise<KeptRow[]> {
  const wanted = [...backs.values()].flatMap(({ external_id: number }) => number ?? []);
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ external_id: string }>`
    select external_id from customers
    where workspace_id = ${ctx.workspace.id} and external_id = any (${wanted}::text[])
      and (binned_at is null or merged_into is not null) and id <> all (${[...family.keys()]}::uuid[])`.execute(ctx.db);
  const taken = new Set(rows.map((row) => row.external_id));
  return [...backs].flatMap(([id, back]) => {
    if (!back.external_id || !taken.has(back.external_id)) return [];
    backs.set(id, { ...back, external_id: null });
    return [{ id, what: back.external_id, why: 'customers:duplicates.undo.numberTaken' }];
  });
}

/** Cards may exchange their numbers, which no two may bear even for a moment. Answers the cards as they are. */
async function freeNumbers(ctx: Ctx, backs: ReadonlyMap<string, Partial<CustomerRow>>): Promise<CustomerRow[]> {
  const given = [...backs].flatMap(([id, back]) => ('external_id' in back ? [id] : []));
  const { rows } = await sql<CustomerRow>`
    select * from customers
    where workspace_id = ${ctx.workspace.id} and id = any (${[...backs.keys()]}::uuid[]) order by id`.execute(ctx.db);
  await sql`
    update customers set external_id = null
    where workspace_id = ${ctx.workspace.id} and id = any (${given}::uuid[])`.execute(ctx.db);
  return rows;
}

function asRow(back: Record<string, unknown>): Partial<CustomerRow> {
  const since = back['stage_since'];
  return { ...back, ...(typeof since === 'string' ? { stage_since: new Date(since) } : {}) } as Partial<CustomerRow>;
}
