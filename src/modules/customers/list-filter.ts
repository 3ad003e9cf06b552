import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { z } from 'zod';
import { may } from '../../kernel/access.ts';
import { civilDate, id } from '../../kernel/contract.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { DB } from '../../kernel/db/tables.ts';
import { refusals } from '../../kernel/errors.ts';
import { addDays, daysInMonth, startOfDay } from '../../maths/calendar.ts';
import { customerErrors } from './contract.ts';
import { reachInto, readable } from './masks.ts';
import { byNameWith } from './fields/columns.ts';
import {
  comparableFields,
  customersByFields,
  fieldCondition,
  FIELD_PREFIX,
  keysOf,
  rangeTest,
} from './fields/conditions.ts';
import { fieldsOf } from './fields/definitions.ts';
import type { Field } from './fields/rules/field.ts';
import { birthdaysBetween, spanOf } from './rules/birthday-days.ts';
import { listChoicesFor, listColumnsFor, type ListChoice, type ListColumn } from './registries.ts';
import { customerKind, stage } from './shapes-contract.ts';

const refuse = refusals(customerErrors);

type Condition = RawBuilder<SqlBool>;
export interface ListFilter {
  conditions: Condition[];
  /** Show the bin instead of the list. */
  binned: boolean;
  /** A condition whose index has the customers in the order of their names, and the other conditions. */
  leading?: { column: ListColumn; others: Condition[] } | undefined;
  /** By the key of a column, the range that the filter asks of it: a list in the order of that column is read within it. */
  bounds: ReadonlyMap<string, { test: Test; condition: Condition }>;
  /** Where the filter asks for own fields alone: the ids of all who fit, whoever may see them. */
  byFields?: RawBuilder<unknown> | undefined;
}

/**
 * Reads the `filter` parameter, and a second one beside it: every entry of the JSON objects becomes a condition, and one
 * not known is refused.
 */
export async function readFilter(ctx: Ctx, text: string | undefined, within?: string): Promise<ListFilter> {
  const entries = [...Object.entries(parseObject(text)), ...Object.entries(parseObject(within))];
  const known = await knownConditions(ctx, ({ key }) => entries.some(([field]) => field === key));
  const conditions = entries.flatMap(([field, value]) => {
    if (field === 'binned') return [];
    const condition = conditionOf(ctx, known, field, value);
    if (!condition) throw refuse('CUSTOMER_FILTER_UNKNOWN', { path: 'filter', field: field.slice(0, 60) });
    return [condition];
  });
  const binned = entries.some(([field, value]) => field === 'binned' && value === true);
  const asked = entries.filter(([field]) => field !== 'binned');
  const own = asked.flatMap(([field, value]) => {
    const one = known.own.get(field);
    return one ? [[one, value] as const] : [];
  });
  return {
    byFields: own.length === asked.length ? customersByFields(ctx, own) : undefined,
    conditions,
    binned,
    leading: leadingOf(entries, known.own, conditions),
    bounds: boundsOf(ctx, known, asked, conditions),
  };
}

function boundsOf(
  ctx: Ctx,
  { registered, own }: Known,
  asked: readonly [string, unknown][],
  conditions: readonly Condition[],
): ListFilter['bounds'] {
  const bounds = new Map<string, { test: Test; condition: Condition }>();
  for (const [at, [name, value]] of asked.entries()) {
    const [column, field] = [registered.get(name), own.get(name)];
    const test = column?.filter === 'range' ? inRange(ctx, column, value) : field && rangeTest(field, value);
    const condition = conditions[at];
    if (test && condition) bounds.set(name, { test, condition });
  }
  return bounds;
}

/** Whether each entry of a filter that was kept would still be taken. */
export async function entriesKnown(ctx: Ctx): Promise<(field: string, value: unknown) => boolean> {
  const known = await knownConditions(ctx, () => true);
  return (field, value) => field === 'binned' || conditionOf(ctx, known, field, value) !== undefined;
}

/** A condition as segments take it: exact at any size, whoever asks. */
export interface ListCondition {
  condition: Condition;
  /** Not known, instead of not true, of customers without the fact. */
  nullable: boolean;
  /** The table whose changes change it. */
  reads: keyof DB;
}

/** The entries of a filter one by one; what the list does not take is `undefined`, and what depends on who looks. */
export async function listConditions(ctx: Ctx): Promise<(field: string, value: unknown) => ListCondition | undefined> {
  const { registered, own } = await knownConditions(ctx, () => false);
  return (field, value) => {
    const column = registered.get(field);
    if (column) return taken(registeredCondition(ctx, column, value), column.table as keyof DB);
    const ownField = own.get(field);
    if (ownField) return taken(fieldCondition(ctx, ownField, value, { whole: true }), 'customers');
    if (!Object.hasOwn(OWN, field) || OF_THE_LIST_ALONE.has(field) || isOnesOwn(value)) return undefined;
    return taken(OWN[field]?.(ctx, value), 'customers', true);
  };
}

function taken(condition: Condition | undefined, reads: keyof DB, nullable = false): ListCondition | undefined {
  return condition && { condition, reads, nullable };
}

const OF_THE_LIST_ALONE = new Set(['ids', 'changeSet']);

function isOnesOwn(value: unknown): boolean {
  return value === 'me' || (Array.isArray(value) && value.includes('me'));
}

interface Known {
  registered: ReadonlyMap<string, ListColumn>;
  own: ReadonlyMap<string, Field>;
  choices: ReadonlyMap<string, { choice: ListChoice; keys: ReadonlySet<string> }>;
}

async function knownConditions(ctx: Ctx, asked: (choice: ListChoice) => boolean): Promise<Known> {
  const choices = new Map<string, { choice: ListChoice; keys: ReadonlySet<string> }>();
  for (const choice of choicesFor(ctx).filter(asked)) {
    choices.set(choice.key, { choice, keys: new Set((await choice.options(ctx)).map(({ key }) => key)) });
  }
  return {
    choices,
    registered: new Map(columnsFor(ctx).map((column) => [column.key, column])),
    own: new Map(comparableFields(ctx, await fieldsOf(ctx)).map((one) => [FIELD_PREFIX + one.key, one])),
  };
}

function conditionOf(ctx: Ctx, { registered, own, choices }: Known, field: string, value: unknown) {
  const chosen = choices.get(field);
  if (chosen) return choiceCondition(ctx, chosen, value);
  const column = registered.get(field);
  if (column) return registeredCondition(ctx, column, value);
  const ownField = own.get(field);
  if (ownField) return fieldCondition(ctx, ownField, value);
  return Object.hasOwn(OWN, field) ? OWN[field]?.(ctx, value) : undefined;
}

function leadingOf(
  entries: readonly [string, unknown][],
  own: ReadonlyMap<string, Field>,
  conditions: readonly Condition[],
): ListFilter['leading'] {
  const fields = entries.filter(([field]) => field !== 'binned');
  for (const [at, [name, value]] of fields.entries()) {
    const field = own.get(name);
    const [only, more] = (field && keysOf(field, value)) ?? [];
    if (field && only !== undefined && more === undefined) {
      return { column: byNameWith(field, only), others: conditions.filter((_one, n) => n !== at) };
    }
  }
  return undefined;
}

function choiceCondition(
  ctx: Ctx,
  { choice, keys }: { choice: ListChoice; keys: ReadonlySet<string> },
  value: unknown,
): Condition | undefined {
  const asked = read(manyOf(shortText), value);
  return asked?.every((key) => keys.has(key)) ? choice.condition(ctx, asked) : undefined;
}

export function choicesFor(ctx: Ctx): ListChoice[] {
  return listChoicesFor(ctx, (permission) => may(ctx.actor, permission));
}

export function columnsFor(ctx: Ctx): ListColumn[] {
  return listColumnsFor(ctx, (permission) => may(ctx.actor, permission));
}

function parseObject(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text.replaceAll('\\u0000', ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // falls through to the refusal
  }
  throw refuse('CUSTOMER_FILTER_UNKNOWN', { path: 'filter', field: text.slice(0, 60) });
}

const shortText = z.string().max(200);
const day = civilDate.refine((day) => day >= '1900-01-01' && day <= '2200-12-31');

const MOST_IDS = 200;

const OWN: Record<string, (ctx: Ctx, value: unknown) => Condition | undefined> = {
  stage: (_ctx, value) => oneOf('customers.stage', read(manyOf(stage), value)),
  kind: (_ctx, value) => oneOf('customers.kind', read(manyOf(customerKind), value)),
  source: (_ctx, value) =>
    value === null ? sql`customers.source is null` : oneOf('customers.source', read(manyOf(shortText), value)),
  ownerId(ctx, value) {
    if (value === null) return sql`customers.owner_id is null`;
    const owners = read(manyOf(z.union([id, z.literal('me')])), value);
    const ids = owners?.flatMap((owner) => (owner === 'me' ? (ctx.actor.memberId ?? []) : owner));
    return ids && sql`customers.owner_id = any (${ids}::uuid[])`;
  },
  branchId(_ctx, value) {
    if (value === null) return sql`customers.branch_id is null`;
    const branches = read(manyOf(id), value);
    return branches && sql`customers.branch_id = any (${branches}::uuid[])`;
  },
  tag(ctx, value) {
    if (value === null) return sql`customers.tags = '{}'`;
    const tags = read(manyOf(shortText), value);
    return (
      tags &&
      sql`customers.id in (select customer_id from customer_tags
        where workspace_id = ${ctx.workspace.id} and tag = any (${tags}::text[]))`
    );
  },
  /** None of these. */
  withoutTag(ctx, value) {
    const tags = read(manyOf(shortText), value);
    return (
      tags &&
      sql`not exists (select 1 from customer_tags t where t.workspace_id = ${ctx.workspace.id}
        and t.customer_id = customers.id and t.tag = any (${tags}::text[]))`
    );
  },
  /** Chosen one by one. */
  ids(_ctx, value) {
    const ids = read(z.array(id).min(1).max(MOST_IDS), value);
    return ids && sql`customers.id = any (${ids}::uuid[])`;
  },
  hasEmail(ctx, value) {
    const wanted = reachInto(ctx, 'email') === 'hide' ? undefined : read(z.boolean(), value);
    if (wanted === undefined) return undefined;
    return wanted ? sql`customers.email is not null` : sql`customers.email is null`;
  },
  hasPhone(ctx, value) {
    if (reachInto(ctx, 'phone') === 'hide') return undefined;
    const wanted = read(z.boolean(), value);
    if (wanted === undefined) return undefined;
    return wanted ? sql`customers.phone is not null` : sql`customers.phone is null`;
  },
  createdFrom(ctx, value) {
    const from = read(day, value);
    return from === undefined ? undefined : sql`customers.created_at >= ${startOfDay(ctx.workspace.zone, from)}`;
  },
  createdTo(ctx, value) {
    const to = read(day, value);
    if (to === undefined) return undefined;
    return sql`customers.created_at < ${startOfDay(ctx.workspace.zone, addDays(to, 1))}`;
  },
  birthdayMonth(ctx, value) {
    if (!readable(ctx, 'birthday')) return undefined;
    const month = read(z.number().int().min(1).max(12), value);
    return month === undefined ? undefined : sql`customers.birthday_month = ${month}`;
  },
  /** Kept in the coming days or this month, by both calendars. */
  birthday(ctx, value) {
    if (!readable(ctx, 'birthday')) return undefined;
    const span = read(z.enum(['today', 'next7', 'next30', 'thisMonth']), value);
    if (span === undefined) return undefined;
    const { today } = ctx;
    const kept = birthdaysBetween(
      ...spanOf(span, today, daysInMonth(Number(today.slice(0, 4)), Number(today.slice(5, 7)))),
    );
    return sql`(customers.birthday_month, customers.birthday_day, customers.birthday_calendar, customers.birthday_leap) in (
      select * from unnest(${kept.map(({ month }) => month)}::int2[], ${kept.map(({ day: dayOf }) => dayOf)}::int2[],
        ${kept.map(({ calendar }) => calendar)}::text[], ${kept.map(({ leapMonth }) => leapMonth)}::bool[]))`;
  },
  changeSet(_ctx, value) {
    const changeSet = read(id, value);
    return changeSet === undefined ? undefined : sql`customers.change_set_id = ${changeSet}`;
  },
};

function registeredCondition(ctx: Ctx, column: ListColumn, value: unknown): Condition | undefined {
  const none = column.filter === 'one-of' && value === null;
  const test = column.filter === 'range' ? inRange(ctx, column, value) : column.filter && isOneOf(value);
  if (none) return sql`not ${hasRow(ctx, column, () => sql`true`)}`;
  return test && hasRow(ctx, column, test);
}

function hasRow(ctx: Ctx, column: ListColumn, test: Test): Condition {
  return sql`exists (select 1 from ${sql.table(column.table)} other
    where other.workspace_id = ${ctx.workspace.id} and other.customer_id = customers.id
      ${alsoWhere('other', column)} and ${test(sql.ref(`other.${column.column}`))})`;
}

/** The further conditions of a registered column, beginning with `and`. */
export function alsoWhere(alias: string, { where = {} }: ListColumn): RawBuilder<unknown> {
  const parts = Object.entries(where).map(([name, value]) => sql`and ${sql.ref(`${alias}.${name}`)} = ${value}`);
  return sql.join(parts, sql` `);
}

type Test = (place: RawBuilder<unknown>) => Condition;

function inRange(ctx: Ctx, { kind }: ListColumn, value: unknown): Test | undefined {
  const range = kind === 'day' ? dayRange(ctx, value) : read(numberRange, value);
  if (!range || (range.from == null && range.to == null)) return undefined;
  const type = typeOf(kind);
  return (place) => {
    const parts = [
      ...(range.from == null ? [] : [sql<SqlBool>`${place} >= ${range.from}::${type}`]),
      ...(range.to == null ? [] : [sql<SqlBool>`${place} <= ${range.to}::${type}`]),
    ];
    return sql`${sql.join(parts, sql` and `)}`;
  };
}

const whole = z.union([z.number().int().safe(), z.string().regex(/^-?\d{1,18}$/)]);
const numberRange = z.object({ from: whole.nullish(), to: whole.nullish() }).strict();
const fixedDays = z.object({ from: day.nullish(), to: day.nullish() }).strict();

/** From one day to another, or days that move with today. */
export function dayRange(
  ctx: Pick<Ctx, 'today'>,
  value: unknown,
): { from?: string | null | undefined; to?: string | null | undefined } | undefined {
  const range = daysFromToday(ctx, value) ?? read(fixedDays, value);
  return range && (range.from == null && range.to == null ? undefined : range);
}

const someDays = z.number().int().min(0).max(36_500);

/** Days that move with today, so that a view stays true: `{"moreDaysAgo":90}`, `{"lastDays":30}`, `{"nextDays":7}`. */
function daysFromToday({ today }: Pick<Ctx, 'today'>, value: unknown): { from?: string; to?: string } | undefined {
  const given = read(
    z.union([
      z.object({ moreDaysAgo: someDays }).strict(),
      z.object({ lastDays: someDays }).strict(),
      z.object({ nextDays: someDays }).strict(),
    ]),
    value,
  );
  if (!given) return undefined;
  if ('moreDaysAgo' in given) return { to: addDays(today, -given.moreDaysAgo - 1) };
  if ('lastDays' in given) return { from: addDays(today, -given.lastDays), to: today };
  return { from: today, to: addDays(today, given.nextDays) };
}

/** What values of a registered column are compared as: wider than any column, so that no number is too large. */
export function typeOf(kind: ListColumn['kind']): RawBuilder<unknown> {
  return {
    day: sql`date`,
    money: sql`bigint`,
    number: sql`bigint`,
    decimal: sql`float8`,
    key: sql`text`,
    text: sql`text`,
  }[kind];
}

function isOneOf(value: unknown): Test | undefined {
  const keys = read(manyOf(shortText), value);
  return keys && ((place) => sql`${place} = any (${keys}::text[])`);
}

function oneOf(column: string, values: readonly string[] | undefined): Condition | undefined {
  return values && sql`${sql.ref(column)} = any (${values}::text[])`;
}

function manyOf<Item extends z.ZodType>(item: Item) {
  return z.union([item.transform((one) => [one]), z.array(item).min(1).max(100)]);
}

function read<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> | undefined {
  const result = shape.safeParse(value);
  return result.success ? result.data : undefined;
}
