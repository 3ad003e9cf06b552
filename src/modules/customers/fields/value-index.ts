import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { fieldErrors } from './contract.ts';
import { fieldsOf, forgetFields, type Fields } from './definitions.ts';
import { BUILT_IN, type FieldValue } from './rules/field.ts';
import { indexedValues, type IndexedValue } from './rules/index-value.ts';
import { isNothing } from './rules/read-value.ts';
import { isSealed } from './sealed.ts';

const refuse = refusals(fieldErrors);

export interface IndexedRow {
  id: string;
  sort_name: string;
  custom: unknown;
}

/** As many keys become known as unsorted; beyond, they are kept with the customer and shown nowhere. */
const MOST_KEYS = 400;
const LONGEST_KEY = 60;

/** Brings the index of values in line with rows just made. */
export async function addFieldValues(ctx: Ctx, rows: readonly IndexedRow[]): Promise<void> {
  const filled = rows.filter(({ custom }) => Object.keys((custom ?? {}) as object).length > 0);
  if (filled.length === 0) return;
  const fields = await withLooseKeys(ctx, filled);
  const values = filled.flatMap((row) => valuesOf(fields, row));
  if (values.length === 0) return;
  const all = <Value>(pick: (value: StoredValue) => Value) => values.map(pick);
  await guardUnique(fields, () =>
    sql`
      insert into customer_field_values (workspace_id, customer_id, field_id, place, key, text, num, day, unique_text, sort_name)
      select ${ctx.workspace.id}, customer_id, field_id, place, key, text, num, day, unique_text, sort_name
      from unnest(${all(({ row }) => row.id)}::uuid[], ${all(({ fieldId }) => fieldId)}::uuid[],
        ${all(({ place }) => place)}::int2[], ${all(({ key }) => key)}::text[], ${all(({ text }) => text)}::text[],
        ${all(({ num }) => num)}::float8[], ${all(({ day }) => day)}::date[], ${all(({ unique }) => unique)}::text[],
        ${all(({ row }) => row.sort_name)}::text[]
      ) as t (customer_id, field_id, place, key, text, num, day, unique_text, sort_name)`.execute(ctx.db),
  );
}

/** The same for rows that had other values before. */
export async function replaceFieldValues(ctx: Ctx, rows: readonly IndexedRow[]): Promise<void> {
  await forgetFieldValues(
    ctx,
    rows.map(({ id }) => id),
  );
  await addFieldValues(ctx, rows);
}

export async function forgetFieldValues(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from customer_field_values
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...ids]}::uuid[])`.execute(ctx.db);
}

type StoredValue = Omit<IndexedValue, 'unique'> & {
  row: IndexedRow;
  fieldId: string;
  place: number;
  unique: string | null;
};

function valuesOf(fields: Fields, row: IndexedRow): StoredValue[] {
  return Object.entries(row.custom as Record<string, unknown>).flatMap(([key, value]) => {
    const field = fields.byKey.get(key);
    if (!field || isNothing(value)) return [];
    // Sealed values are never compared: that there is one is all an index says.
    const rows = indexedValues(isSealed(value) ? { ...field, sensitive: true } : field, value as FieldValue);
    return rows.map((one, place) => ({
      ...one,
      row,
      fieldId: field.id,
      place,
      unique: place === 0 ? one.unique : null,
    }));
  });
}

/** Keys that nobody has defined become visible as unsorted fields. */
async function withLooseKeys(ctx: Ctx, rows: readonly IndexedRow[]): Promise<Fields> {
  const fields = await fieldsOf(ctx);
  const loose = new Set<string>();
  for (const { custom } of rows) {
    for (const key of Object.keys(custom as object)) {
      if (!fields.byKey.has(key) && !BUILT_IN.has(key) && key.length <= LONGEST_KEY) loose.add(key);
    }
  }
  const keys = [...loose].sort().slice(0, Math.max(0, MOST_KEYS - fields.all.length));
  if (keys.length === 0) return fields;
  await ctx.db
    .insertInto('customer_fields')
    .values(
      keys.map((key) => {
        return { workspace_id: ctx.workspace.id, id: newId(), key, type: 'unsorted', name: key, in_lists: false };
      }),
    )
    .onConflict((conflict) => conflict.columns(['workspace_id', 'key']).doNothing())
    .execute();
  forgetFields(ctx);
  return fieldsOf(ctx);
}

// Asking first would leave a gap in which somebody else takes the value; the unique index leaves none.
async function guardUnique(fields: Fields, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code, constraint, detail = '' } = error as { code?: string; constraint?: string; detail?: string };
    if (code !== '23505' || constraint !== 'customer_field_values_unique') throw error;
    const field = fields.all.find(({ id }) => detail.includes(id));
    throw refuse('FIELD_VALUE_TAKEN', { path: `custom.${field?.key ?? ''}`, field: field?.name ?? '' });
  }
}
