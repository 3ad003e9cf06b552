import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, Refusal } from '../../../kernel/errors.ts';
import { emit } from '../../../kernel/outbox.ts';
import { fieldValuesWaiting } from '../events.ts';
import type { CustomerRow } from '../reach.ts';
import { replaceSearchTerms } from '../search-terms.ts';
import { fieldErrors } from './contract.ts';
import { fieldsOf } from './definitions.ts';
import type { Field, FieldValue } from './rules/field.ts';
import { isNothing, readValue } from './rules/read-value.ts';
import { isSealed, sealValue } from './sealed.ts';
import { openValue, toolsOf, type Custom } from './values.ts';
import { replaceFieldValues } from './value-index.ts';

const refuse = refusals(fieldErrors);

/** So many customers are read anew in one transaction; a small shop is done at once. */
const AT_ONCE = 2_000;

/**
 * Reads the values that a field has already by its definition of now: converted, sealed, findable, comparable. What the
 * definition does not understand stays as it is. `from`: the type it had, where that changed.
 */
export async function prepareValues(
  ctx: Ctx,
  fieldId: string,
  from?: Field['type'],
  after: string | null = null,
): Promise<void> {
  const field = (await fieldsOf(ctx)).all.find(({ id }) => id === fieldId);
  if (!field) return;
  if (after === null && field.unique) await admitUnique(ctx, field);
  const rows = await nextRows(ctx, fieldId, after);
  await writeBack(ctx, field, rows, from);
  const last = rows.at(-1);
  const more = rows.length === AT_ONCE && last !== undefined;
  if (more) await emit(ctx, fieldValuesWaiting, { fieldId, after: last.id, ...(from ? { from } : {}) });
  await ctx.db
    .updateTable('customer_fields')
    .set({ ready: !more })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', fieldId)
    .execute();
}

async function nextRows(ctx: Ctx, fieldId: string, after: string | null): Promise<CustomerRow[]> {
  const { rows } = await sql<CustomerRow>`
    select c.* from customers c
    where c.workspace_id = ${ctx.workspace.id} and c.id in (
      select v.customer_id from customer_field_values v
      where v.workspace_id = ${ctx.workspace.id} and v.field_id = ${fieldId} and v.place = 0
        and v.customer_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
      order by v.customer_id limit ${AT_ONCE})
    order by c.id for update of c`.execute(ctx.db);
  return rows;
}

async function writeBack(ctx: Ctx, field: Field, rows: readonly CustomerRow[], from: Field['type'] | undefined) {
  if (rows.length === 0) return;
  const anew = rows.map((row) => {
    const custom = row.custom as unknown as Custom;
    return { ...row, custom: { ...custom, [field.key]: converted(ctx, field, custom[field.key], from) } };
  });
  await sql`
    update customers c set custom = t.custom::jsonb
    from unnest(${anew.map(({ id }) => id)}::uuid[], ${anew.map(({ custom }) => JSON.stringify(custom))}::text[])
      as t (id, custom)
    where c.workspace_id = ${ctx.workspace.id} and c.id = t.id`.execute(ctx.db);
  try {
    await replaceFieldValues(ctx, anew);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'FIELD_VALUE_TAKEN') throw repeated(field);
    throw error;
  }
  await replaceSearchTerms(ctx, anew);
}

function converted(ctx: Ctx, field: Field, stored: unknown, from: Field['type'] | undefined): unknown {
  if (isNothing(stored)) return stored;
  const value = openValue(ctx, stored);
  const read = readValue(field, inWords(field, value, from), toolsOf(ctx));
  const kept = 'value' in read && read.value !== null ? read.value : value;
  if (!field.sensitive) return kept;
  // Sealed as it was, where nothing changed: sealing anew would only make it look changed.
  return isSealed(stored) && JSON.stringify(kept) === JSON.stringify(value) ? stored : sealValue(ctx, kept);
}

/** A choice that becomes text says its option in words. */
function inWords(field: Field, value: FieldValue, from: Field['type'] | undefined): FieldValue {
  if (from !== 'choice' || field.type !== 'text') return value;
  return field.options.find(({ key }) => key === value)?.name ?? value;
}

async function admitUnique(ctx: Ctx, field: Field): Promise<void> {
  const { rows } = await sql`
    select 1 from customers c
    join customer_field_values v on v.workspace_id = c.workspace_id and v.customer_id = c.id and v.field_id = ${field.id}
      and v.place = 0
    where c.workspace_id = ${ctx.workspace.id}
    group by lower(c.custom ->> ${field.key}::text) having count(*) > 1 limit 1`.execute(ctx.db);
  if (rows.length > 0) throw repeated(field);
}

function repeated({ name }: Field): Refusal {
  return refuse('FIELD_VALUES_REPEAT', { path: 'unique', field: name });
}
