import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { recordUpdates } from '../transfer/index.ts';
import { arrayLiteral, type NewCustomer } from './bulk-create.ts';
import { changesBetween, type FieldChanges } from './changes.ts';
import { announceChanged } from './created.ts';
import { birthdayAsColumns } from './facts.ts';
import { replaceFieldValues } from './fields/value-index.ts';
import { customReader, type ReadCustom } from './fields/values.ts';
import type { OwnerWhy } from './ownership/contract.ts';
import { ownerMoves, recordOwners } from './ownership/record.ts';
import { newId } from '../../kernel/ids.ts';
import { phoneKeyOrDigits } from './phones.ts';
import type { CustomerRow } from './reach.ts';
import { normaliseEmail } from './rules/email.ts';
import { sortNameOf } from './rules/sort-name.ts';
import { storable } from './rules/storable.ts';
import { replaceSearchTerms } from './search-terms.ts';
import { replaceTags } from './tags.ts';

/**
 * What is to change of one customer; absent fields stay as they are. Entries of `address` and `custom` are added to
 * those that are there, and so are `moreTags` to the tags.
 */
export type CustomerChange = {
  id: string;
  moreTags?: readonly string[] | undefined;
} & Partial<Omit<NewCustomer, 'createdAt'>>;

/**
 * Changes many customers at once and keeps their earlier values for undo. Answers the ids of those for whom anything
 * was new; the others are left alone. A stage that a person chose for many holds as one set on a card does.
 */
export async function updateCustomersInBulk(
  ctx: Ctx,
  changes: readonly CustomerChange[],
  {
    changeSetId,
    why = 'changed',
    reason = null,
  }: { changeSetId: string; why?: OwnerWhy; reason?: string | null | undefined },
): Promise<string[]> {
  const touched = await changesToMake(ctx, await readRows(ctx, changes, 'lock'), changes);
  if (touched.length === 0) return [];
  for (const { row, fields } of touched) if (why === 'changed' && fields['stage']) row.stage_by_hand = true;
  const rows = touched.map(({ row }) => row);
  await writeRows(ctx, rows, {
    tags: touched.filter(({ fields }) => fields['tags']).map(({ row }) => row),
    // The name stands beside every value, and in every search.
    values: touched.filter(({ fields }) => fields['name'] || hasOwn(fields)).map(({ row }) => row),
    terms: touched
      .filter(({ fields }) => hasOwn(fields) || SEARCHED.some((field) => fields[field]))
      .map(({ row }) => row),
  });
  await recordUpdates(
    ctx,
    changeSetId,
    'customers',
    touched.map(({ old, row }) => ({ id: row.id, before: changedColumns(old, row), versionAfter: row.version })),
  );
  await recordOwners(ctx, ownerMoves(touched), why, changeSetId);
  await recordChanges(ctx, touched, changeSetId, reason);
  const ids = rows.map(({ id }) => id);
  await announceChanged(ctx, ids, changeSetId);
  return ids;
}

const SEARCHED = ['name', 'phone', 'email', 'externalId', 'cardNumber'];

function hasOwn(fields: FieldChanges): boolean {
  return Object.keys(fields).some((field) => field.startsWith('custom.'));
}

/** The ids `updateCustomersInBulk` would answer, with nothing written. */
export async function rehearseBulkUpdate(ctx: Ctx, changes: readonly CustomerChange[]): Promise<string[]> {
  const touched = await changesToMake(ctx, await readRows(ctx, changes, 'look'), changes);
  return touched.map(({ row }) => row.id);
}

interface TouchedRow {
  old: CustomerRow;
  row: CustomerRow;
  fields: FieldChanges;
}

async function changesToMake(
  ctx: Ctx,
  before: ReadonlyMap<string, CustomerRow>,
  changes: readonly CustomerChange[],
): Promise<TouchedRow[]> {
  const read = await customReader(
    ctx,
    changes.flatMap(({ custom }) => (custom ? [custom] : [])),
  );
  const merged = new Map(before);
  for (const change of changes) {
    const row = merged.get(change.id);
    if (row) merged.set(change.id, withChange(ctx, row, storable(change), read));
  }
  return [...merged.values()].flatMap((row) => {
    const old = before.get(row.id);
    const fields = old ? changesBetween(ctx, old, row) : {};
    return old && Object.keys(fields).length > 0 ? [{ old, row: { ...row, version: old.version + 1 }, fields }] : [];
  });
}

interface Derived {
  tags: readonly CustomerRow[];
  values: readonly CustomerRow[];
  terms: readonly CustomerRow[];
}

/** Writes whole rows back, and what is derived of those named. Also used to restore earlier values. */
export async function writeRows(
  ctx: Ctx,
  rows: readonly CustomerRow[],
  derived: Derived = { tags: rows, values: rows, terms: rows },
): Promise<void> {
  if (rows.length === 0) return;
  const all = <Value>(pick: (row: CustomerRow) => Value) => rows.map(pick);
  await sql`
    update customers c set kind = t.kind, name = t.name, sort_name = t.sort_name, external_id = t.external_id,
      card_number = t.card_number, phone = t.phone, email = t.email, gender = t.gender, title = t.title,
      birthday_calendar = t.calendar, birthday_year = t.year, birthday_month = t.month, birthday_day = t.day,
      birthday_leap = t.leap, address = t.address::jsonb, tags = t.tags::text[], custom = t.custom::jsonb,
      source = t.source, stage = t.stage, stage_by_hand = t.by_hand,
      stage_since = t.stage_since, owner_id = t.owner_id, branch_id = t.branch_id, version = t.version, updated_at = ${ctx.now}
    from unnest(
      ${all((row) => row.id)}::uuid[], ${all((row) => row.kind)}::text[], ${all((row) => row.name)}::text[],
      ${all((row) => row.sort_name)}::text[], ${all((row) => row.external_id)}::text[],
      ${all((row) => row.card_number)}::text[], ${all((row) => row.phone)}::text[],
      ${all((row) => row.email)}::text[], ${all((row) => row.gender)}::text[], ${all((row) => row.title)}::text[],
      ${all((row) => row.birthday_calendar)}::text[], ${all((row) => row.birthday_year)}::int2[],
      ${all((row) => row.birthday_month)}::int2[], ${all((row) => row.birthday_day)}::int2[],
      ${all((row) => row.birthday_leap)}::bool[], ${all((row) => row.address && JSON.stringify(row.address))}::text[],
      ${all((row) => arrayLiteral(row.tags))}::text[], ${all((row) => JSON.stringify(row.custom))}::text[],
      ${all((row) => row.source)}::text[], ${all((row) => row.stage)}::text[],
      ${all((row) => row.stage_by_hand)}::bool[], ${all((row) => row.stage_since)}::timestamptz[],
      ${all((row) => row.owner_id)}::uuid[],
      ${all((row) => row.branch_id)}::uuid[],
      ${all((row) => row.version)}::int4[]
    ) as t (id, kind, name, sort_name, external_id, card_number, phone, email, gender, title, calendar, year, month,
      day, leap, address, tags, custom, source, stage, by_hand, stage_since, owner_id, branch_id, version)
    where c.workspace_id = ${ctx.workspace.id} and c.id = t.id`.execute(ctx.db);
  // Who lies in the bin is not to be found by words or tags.
  const living = (some: readonly CustomerRow[]) => some.filter((row) => row.binned_at === null);
  if (derived.tags.length > 0) await replaceTags(ctx, living(derived.tags));
  await replaceFieldValues(ctx, living(derived.values));
  if (derived.terms.length > 0) await replaceSearchTerms(ctx, living(derived.terms));
}

async function readRows(
  ctx: Ctx,
  changes: readonly CustomerChange[],
  how: 'lock' | 'look',
): Promise<Map<string, CustomerRow>> {
  if (changes.length === 0) return new Map();
  const ids = changes.map(({ id }) => id);
  // Locked in the order of ids, so that two bulk changes never wait for each other.
  const rows = ctx.db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('binned_at', 'is', null)
    .where(sql<boolean>`id = any (${ids}::uuid[])`)
    .orderBy('id');
  const found = await (how === 'lock' ? rows.forUpdate() : rows).execute();
  return new Map(found.map((row) => [row.id, row]));
}

function withChange(ctx: Ctx, row: CustomerRow, change: CustomerChange, read: ReadCustom): CustomerRow {
  const { phone, email, birthday } = change;
  const next: CustomerRow = { ...row };
  if (change.name !== undefined) Object.assign(next, { name: change.name, sort_name: sortNameOf(change.name) });
  if (change.kind !== undefined) next.kind = change.kind;
  if (change.externalId !== undefined) next.external_id = change.externalId || null;
  if (change.cardNumber !== undefined) next.card_number = change.cardNumber || null;
  if (phone !== undefined) next.phone = (phone && phoneKeyOrDigits(ctx, phone)) || null;
  if (email !== undefined) next.email = (email && normaliseEmail(email)) || null;
  if (change.gender !== undefined) next.gender = change.gender === 'unknown' ? null : change.gender || null;
  if (change.title !== undefined) next.title = change.title || null;
  if (birthday !== undefined) Object.assign(next, birthdayAsColumns(birthday));
  if (change.address !== undefined) next.address = merged(row.address, change.address) as CustomerRow['address'];
  if (change.tags !== undefined) next.tags = [...new Set(change.tags)];
  if (change.moreTags !== undefined) next.tags = [...new Set([...next.tags, ...change.moreTags])];
  if (change.source !== undefined) next.source = change.source || null;
  if (change.stage !== undefined && change.stage !== row.stage) {
    Object.assign(next, { stage: change.stage, stage_since: ctx.now });
  }
  if (change.ownerId !== undefined) next.owner_id = change.ownerId;
  if (change.branchId !== undefined) next.branch_id = change.branchId;
  if (change.custom !== undefined) {
    next.custom = read(row.custom as Record<string, unknown>, change.custom) as CustomerRow['custom'];
  }
  return next;
}

function merged(old: unknown, more: object | null): object | null {
  return more && { ...(old as object | null), ...more };
}

function changedColumns(old: CustomerRow, row: CustomerRow): Record<string, unknown> {
  const columns = Object.keys(old) as (keyof CustomerRow)[];
  const changed = columns.filter((column) => {
    return column !== 'version' && JSON.stringify(old[column]) !== JSON.stringify(row[column]);
  });
  return Object.fromEntries(changed.map((column) => [column, old[column]]));
}

/** What an act changed of many cards, for their timelines; cards of which nothing changed have no row. */
export async function recordChanges(
  ctx: Ctx,
  changes: readonly { row: CustomerRow; fields: FieldChanges }[],
  changeSetId: string | null,
  reason: string | null = null,
): Promise<void> {
  const touched = changes.filter(({ fields }) => Object.keys(fields).length > 0);
  if (touched.length === 0) return;
  await sql`
    insert into customer_changes (workspace_id, customer_id, id, at, kind, fields, by_kind, by_name, change_set_id, reason)
    select ${ctx.workspace.id}, customer_id, id, ${ctx.now}, 'changed', fields::jsonb, ${ctx.actor.kind},
      ${ctx.actor.name}, ${changeSetId}::uuid, case when fields::jsonb ? 'stage' then ${reason}::text end
    from unnest(${touched.map(({ row }) => row.id)}::uuid[], ${touched.map(() => newId())}::uuid[],
      ${touched.map(({ fields }) => JSON.stringify(fields))}::text[]) as t (customer_id, id, fields)`.execute(ctx.db);
}
