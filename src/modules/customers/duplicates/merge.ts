import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { closeChangeSet, openChangeSet, recordUpdates } from '../../transfer/index.ts';
import { recordChanges, writeRows } from '../bulk-change.ts';
import { changesBetween } from '../changes.ts';
import { ownerMoves, recordOwners } from '../ownership/record.ts';
import { customerErrors } from '../contract.ts';
import { announceChanged } from '../created.ts';
import { keptCardsOf } from '../family.ts';
import { announceMerged } from '../merged.ts';
import { visibleCustomers, type CustomerRow } from '../reach.ts';
import { forgetSearchTerms } from '../search-terms.ts';
import { forgetFieldValues } from '../fields/value-index.ts';
import { replaceTags } from '../tags.ts';
import { duplicateErrors, type MergeInput } from './contract.ts';
import { dueForMatching } from './due.ts';
import { forgetPairsOf, passDistinctionsOn } from './pairs.ts';
import { moveBelongings } from './move-belongings.ts';
import { passRefusalsOn } from './refusals.ts';
import { mergedFacts, wrongChoices, type CardRow } from './rules/merged-facts.ts';
import { setOtherColumns } from './write-card.ts';

const refuse = refusals({ ...customerErrors, ...duplicateErrors });

/** What `recordUpdates` keeps of cards is not restored row by row, but fact by fact by `parting.ts`. */
export const MERGED_CARDS = 'merges';

/**
 * Makes one card of several. Everything that belongs to the others goes to the card that stays; they themselves stay out
 * of sight, and their numbers keep meaning the customer.
 */
export async function mergeCustomers(ctx: Ctx, input: MergeInput): Promise<{ changeSet: string }> {
  const ids = [input.keep, ...new Set(input.merge.filter((id) => id !== input.keep))];
  if (ids.length < 2) throw refuse('CUSTOMER_MERGE_ALONE', { path: 'merge' });
  const [wrong] = wrongChoices(input.fields, ids);
  if (wrong !== undefined) throw refuse('CUSTOMER_MERGE_FIELD_UNKNOWN', { path: `fields.${wrong}`, field: wrong });
  const rows = await lockCards(ctx, ids);
  const [keep, ...others] = ids.flatMap((id) => rows.get(id) ?? []) as [CustomerRow, ...CustomerRow[]];
  if (input.fields['kind'] === undefined && others.some(({ kind }) => kind !== keep.kind)) {
    throw refuse('CUSTOMER_MERGE_KINDS_DIFFER', { path: 'fields.kind' });
  }
  return { changeSet: await mergeCards(ctx, keep, others, input.fields) };
}

/** Locked in the order of ids, so that two merges of the same cards come one after the other. */
async function lockCards(ctx: Ctx, ids: readonly string[]): Promise<Map<string, CustomerRow>> {
  const rows = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where(visibleCustomers(ctx))
    .where(sql<boolean>`customers.id = any (${[...ids]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  const found = new Map(rows.map((row) => [row.id, row]));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0) {
    throw await refusalOf(ctx, missing);
  }
  const reached = await ctx.db
    .selectFrom('customers')
    .select('id')
    .where(visibleCustomers(ctx, 'customers.merge'))
    .where(sql<boolean>`customers.id = any (${[...ids]}::uuid[])`)
    .execute();
  if (reached.length < ids.length) throw refuseCommon('NOT_ALLOWED', { permission: 'customers.merge' });
  return found;
}

/** Somebody else was quicker: says with whom the card is by now, to those who may see that one. */
async function refusalOf(ctx: Ctx, missing: readonly string[]) {
  const kept = [...(await keptCardsOf(ctx, missing)).values()];
  const card = await ctx.db
    .selectFrom('customers')
    .select(['customers.id', 'customers.name'])
    .where(visibleCustomers(ctx))
    .where(sql<boolean>`customers.id = any (${kept}::uuid[])`)
    .limit(1)
    .executeTakeFirst();
  return card ? refuse('CUSTOMER_MERGED_ALREADY', { name: card.name, into: card.id }) : refuse('CUSTOMER_NOT_FOUND');
}

async function mergeCards(
  ctx: Ctx,
  keep: CustomerRow,
  others: readonly CustomerRow[],
  choices: Record<string, string>,
) {
  const merged = others.map(({ id }) => id);
  const after = mergedFacts(cardRow(keep), others.map(cardRow), choices);
  const changeSetId = await openChangeSet(ctx, {
    kind: 'merge',
    title: String(merged.length + 1),
    undoNeeds: 'customers.merge',
  });
  await hide(ctx, keep.id, merged);
  await ctx.db
    .insertInto('customer_merges')
    .values(
      merged.map((id) => ({
        workspace_id: ctx.workspace.id,
        change_set_id: changeSetId,
        merged_customer_id: id,
        kept_customer_id: keep.id,
        at: ctx.now,
        by_kind: ctx.actor.kind,
        by_name: ctx.actor.name,
      })),
    )
    .execute();
  await moveBelongings(ctx, changeSetId, keep.id, merged);
  await passRefusalsOn(ctx, changeSetId, keep.id, merged);
  const row = { ...keep, ...after, version: keep.version + 1 } as CustomerRow;
  await writeRows(ctx, [row]);
  await setOtherColumns(ctx, [row]);
  await exchangeContacts(ctx, keep, others, after);
  await recordChanges(ctx, [{ row, fields: changesBetween(ctx, keep, row) }], changeSetId);
  await recordOwners(ctx, ownerMoves([{ old: keep, row }]), 'merged');
  await announceMerged(ctx, { keep: keep.id, merged, undone: false });
  await remember(ctx, changeSetId, [keep, ...others]);
  await passDistinctionsOn(ctx, changeSetId, keep.id, merged);
  await forgetPairsOf(ctx, [keep.id, ...merged]);
  await dueForMatching(ctx, [keep.id]);
  await closeChangeSet(ctx, changeSetId);
  await recordAudit(ctx, { action: 'customer.merged', entity: 'customer', entityId: keep.id, detail: { merged } });
  await announceChanged(ctx, [keep.id, ...merged], changeSetId);
  return changeSetId;
}

/** Out of lists and search. No two cards may bear one number even for a moment, so theirs are given back afterwards. */
async function hide(ctx: Ctx, keep: string, merged: readonly string[]): Promise<void> {
  await sql`
    update customers set binned_at = ${ctx.now}, merged_into = ${keep}, updated_at = ${ctx.now}, version = version + 1,
      external_id = null
    where workspace_id = ${ctx.workspace.id} and id = any (${[...merged]}::uuid[])`.execute(ctx.db);
  await sql`
    update customers set merged_into = ${keep}
    where workspace_id = ${ctx.workspace.id} and merged_into = any (${[...merged]}::uuid[])`.execute(ctx.db);
  await sql`
    delete from customer_match_keys
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...merged]}::uuid[])`.execute(ctx.db);
  await forgetSearchTerms(ctx, merged);
  await forgetFieldValues(ctx, merged);
  await replaceTags(
    ctx,
    merged.map((id) => ({ id, tags: [] })),
  );
}

/**
 * What the card that stays takes from another, the other gets its own for: so every number, phone and e-mail that any of
 * the cards had goes on meaning the customer, for imports and tills.
 */
async function exchangeContacts(
  ctx: Ctx,
  keep: CustomerRow,
  others: readonly CustomerRow[],
  after: Record<string, unknown>,
): Promise<void> {
  const given = new Set<string>();
  const left = others.map((card) => {
    const [external_id, card_number, phone, email] = CONTACTS.map((column) => {
      // Several may have what was taken, or nothing where nothing was; one of them is enough.
      const taken = !given.has(column) && column in after && after[column] === card[column];
      if (!taken) return card[column];
      given.add(column);
      return keep[column];
    });
    return { id: card.id, external_id, card_number, phone, email };
  });
  await sql`
    update customers c
    set external_id = t.external_id, card_number = t.card_number, phone = t.phone, email = t.email
    from jsonb_to_recordset(${JSON.stringify(left)}::jsonb)
      as t (id uuid, external_id text, card_number text, phone text, email text)
    where c.workspace_id = ${ctx.workspace.id} and c.id = t.id`.execute(ctx.db);
}

const CONTACTS = ['external_id', 'card_number', 'phone', 'email'] as const;

/** Each card before and after, so that parting them can tell what was edited since. */
async function remember(ctx: Ctx, changeSetId: string, before: readonly CustomerRow[]): Promise<void> {
  const ids = before.map(({ id }) => id);
  const after = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<boolean>`id = any (${ids}::uuid[])`)
    .execute();
  const now = new Map(after.map((row) => [row.id, row]));
  await recordUpdates(
    ctx,
    changeSetId,
    MERGED_CARDS,
    before.map((row) => ({
      id: row.id,
      before: { before: facts(row), after: facts(now.get(row.id) ?? row) },
      versionAfter: now.get(row.id)?.version ?? row.version,
    })),
  );
}

/** Not facts of the customer, but of the row. */
const OF_THE_ROW = new Set([
  'workspace_id',
  'id',
  'version',
  'created_at',
  'updated_at',
  'binned_at',
  'merged_into',
  'change_set_id',
]);

function facts(row: CustomerRow): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !OF_THE_ROW.has(column)));
}

function cardRow(row: CustomerRow): CardRow {
  return row as unknown as CardRow;
}
