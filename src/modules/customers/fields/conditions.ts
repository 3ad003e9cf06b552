import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { z } from 'zod';
import { fieldShown } from '../../../kernel/access.ts';
import { civilDate } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { COUNT_LIMIT } from '../../../kernel/paging.ts';
import { reachOf, type Fields } from './definitions.ts';
import { isShort, type Field } from './rules/field.ts';
import { foldedText } from './rules/index-value.ts';

type Condition = RawBuilder<SqlBool>;

export const FIELD_PREFIX = 'custom.';

/** How a field is filtered by: see `fieldCondition`. */
type FieldFilter = 'one-of' | 'range' | 'contains' | 'filled';

export function filterOf({ type, sensitive, inLists, ready }: Field): FieldFilter {
  if (sensitive || !inLists || !ready || !isShort(type)) return 'filled';
  if (['choice', 'multiChoice', 'yesNo', 'customer'].includes(type)) return 'one-of';
  return ['number', 'money', 'date'].includes(type) ? 'range' : 'contains';
}

/** Fields that the actor may filter and sort by. */
export function comparableFields(ctx: Ctx, fields: Fields): Field[] {
  return fields.live.filter(
    (field) => fieldShown(reachOf(ctx, field)) || (field.sensitive && reachOf(ctx, field) === 'mask'),
  );
}

/**
 * The condition on `customers` for one entry of a filter, `undefined` where the value does not fit the field:
 * `null` or `{"filled": false}`: empty, `{"filled": true}`; one option or a list of them; `{"from":…,"to":…}` of numbers,
 * days and amounts in minor units; `{"contains":"…"}` or a text that must be the whole value.
 */
export function fieldCondition(
  ctx: Ctx,
  field: Field,
  value: unknown,
  /** `whole`: all who fit, where a list looks at the first ten thousand. */
  { whole = false }: { whole?: boolean } = {},
): Condition | undefined {
  const filled = value === null ? false : read(filledShape, value)?.filled;
  if (filled !== undefined)
    return filled ? exists(ctx, field, sql`true`) : sql`not ${exists(ctx, field, sql`v.place = 0`)}`;
  switch (filterOf(field)) {
    case 'one-of':
      return keyCondition(ctx, field, value);
    case 'range':
      return rangeCondition(ctx, field, value);
    case 'contains':
      return textCondition(ctx, field, value, whole);
    default:
      return undefined;
  }
}

/** The options or words that an equality asks for, where the filter is one; used to read the list in its own order. */
export function keysOf(field: Field, value: unknown): string[] | undefined {
  return filterOf(field) === 'one-of' ? read(keysShape, value) : undefined;
}

const shortText = z.string().max(200);
const keysShape = z.union([
  z.boolean().transform((one) => [one ? 'yes' : 'no']),
  shortText.transform((one) => [one]),
  z.array(shortText).min(1).max(100),
]);
const filledShape = z.object({ filled: z.boolean() }).strict();
const day = civilDate.refine((one) => one >= '1900-01-01' && one <= '2200-12-31');
const number = z.union([z.number(), z.string().regex(/^-?\d{1,15}(\.\d{1,9})?$/)]);
const rangeOf = <Bound extends z.ZodType>(bound: Bound) =>
  z.object({ from: bound.nullish(), to: bound.nullish() }).strict();
const dayRange = rangeOf(day);
const numberRange = rangeOf(number);
const textShape = z.union([z.object({ contains: shortText.min(1) }).strict(), shortText.transform((is) => ({ is }))]);

function keyCondition(ctx: Ctx, field: Field, value: unknown): Condition | undefined {
  const keys = read(keysShape, value);
  if (!keys) return undefined;
  const [only] = keys;
  return exists(ctx, field, keys.length === 1 ? sql`v.key = ${only}` : sql`v.key = any (${keys}::text[])`);
}

function rangeCondition(ctx: Ctx, field: Field, value: unknown): Condition | undefined {
  const within = rangeTest(field, value);
  return within && exists(ctx, field, within(sql.ref(field.type === 'date' ? 'v.day' : 'v.num')));
}

/** The bounds that a range sets, for whatever place holds the field's value. */
export function rangeTest(field: Field, value: unknown): ((place: RawBuilder<unknown>) => Condition) | undefined {
  if (filterOf(field) !== 'range') return undefined;
  const days = field.type === 'date';
  const range = read(days ? dayRange : numberRange, value);
  if (!range || (range.from == null && range.to == null)) return undefined;
  const type = days ? sql`date` : sql`float8`;
  return (place) => {
    const bounds = [
      ...(range.from == null ? [] : [sql`${place} >= ${range.from}::${type}`]),
      ...(range.to == null ? [] : [sql`${place} <= ${range.to}::${type}`]),
    ];
    return sql<SqlBool>`${sql.join(bounds, sql` and `)}`;
  };
}

function textCondition(ctx: Ctx, field: Field, value: unknown, whole: boolean): Condition | undefined {
  const asked = read(textShape, value);
  if (!asked) return undefined;
  if ('is' in asked) return exists(ctx, field, sql`v.text = ${foldedText(asked.is)}`);
  const pattern = `%${foldedText(asked.contains).replace(/[\\%_]/g, '\\$&')}%`;
  if (whole) return exists(ctx, field, sql`v.text like ${pattern}`);
  return sql`customers.id in (
    select customer_id from customer_field_contains(${field.id}, ${pattern}, ${COUNT_LIMIT + 1}))`;
}

/**
 * The ids of customers who fit all of these values of fields, read from the fields' own table, which has no rows of customers
 * in the bin. `undefined` where one of them asks for something else than one option or a range.
 */
export function customersByFields(
  ctx: Ctx,
  asked: readonly (readonly [Field, unknown])[],
): RawBuilder<unknown> | undefined {
  const tests = asked.map(([field, value]) => {
    const [only, more] = keysOf(field, value) ?? [];
    const range = rangeTest(field, value);
    if (range) return { field, test: range(sql.ref(field.type === 'date' ? 'v.day' : 'v.num')) };
    return only !== undefined && more === undefined ? { field, test: sql<SqlBool>`v.key = ${only}` } : undefined;
  });
  const parts = tests.flatMap((one) => one ?? []);
  if (parts.length === 0 || parts.length < tests.length) return undefined;
  return sql.join(
    parts.map(
      ({ field, test }) => sql`select v.customer_id from customer_field_values v
      where v.workspace_id = ${ctx.workspace.id} and v.field_id = ${field.id} and ${test}`,
    ),
    sql` intersect `,
  );
}

function exists(ctx: Ctx, field: Field, test: RawBuilder<unknown>): Condition {
  return sql`exists (select 1 from customer_field_values v
    where v.workspace_id = ${ctx.workspace.id} and v.customer_id = customers.id and v.field_id = ${field.id} and ${test})`;
}

function read<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> | undefined {
  const result = shape.safeParse(value);
  return result.success ? result.data : undefined;
}
