import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { addDays, daysInMonth } from '../../../maths/calendar.ts';
import { alsoWhere, columnsFor } from '../list-filter.ts';
import { foundCustomers } from '../list.ts';
import { readable } from '../masks.ts';
import { occasionShown } from '../people/occasions.ts';
import { visibleCustomers } from '../reach.ts';
import type { ListColumn } from '../registries.ts';
import { birthdaysBetween } from '../rules/birthday-days.ts';
import { lunarDateOf } from '../rules/lunar.ts';
import type { MonthQuery, MonthView } from './contract.ts';

/** So many of one kind are named on a day. */
const NAMED = 8;

type Entry = MonthView['days'][number]['entries'][number];
interface Found {
  day: string;
  entry: Entry;
  /** Of its kind on its day. */
  count: number;
}

/** A month of the customers that the list finds: birthdays, and the days that other modules know of them. */
export async function customerMonth(ctx: Ctx, { month, ...query }: MonthQuery): Promise<MonthView> {
  const [first, last] = [`${month}-01`, lastDayOf(month)];
  const conditions = await foundCustomers(ctx, query);
  const columns = columnsFor(ctx).filter(({ kind, calendar }) => kind === 'day' && calendar);
  const found = readable(ctx, 'birthday') ? await birthdays(ctx, conditions, first, last) : [];
  found.push(...(await occasions(ctx, conditions, first, last)));
  for (const column of columns) found.push(...(await daysOf(ctx, column, conditions, first, last)));
  return {
    kinds: [
      ...(readable(ctx, 'birthday') ? [{ key: 'birthday', title: 'customers:field.birthday' }] : []),
      { key: 'occasion', title: 'customers:occasions.title' },
      ...columns.map(({ key, title }) => ({ key, title })),
    ],
    days: Array.from({ length: daysIn(month) }, (_, n) => dayOf(addDays(first, n), found)),
  };
}

function dayOf(day: string, found: readonly Found[]): MonthView['days'][number] {
  const here = found.filter((one) => one.day === day);
  return {
    day,
    entries: here.map(({ entry }) => entry),
    counts: Object.fromEntries(here.map(({ entry, count }) => [entry.kind, count])),
  };
}

type Conditions = Awaited<ReturnType<typeof foundCustomers>>;

async function birthdays(ctx: Ctx, conditions: Conditions, first: string, last: string): Promise<Found[]> {
  const days = sql`(${keptDays(first, last)})`;
  const same = sql<SqlBool>`customers.birthday_month = held.month and customers.birthday_day = held.day
    and customers.birthday_calendar = held.calendar and customers.birthday_leap = held.leap`;
  return named(ctx, conditions, { days, same, at: sql`held.kept_on` }, 'birthday');
}

/** Days that matter; sensitive ones are for those who may see sensitive facts. */
function occasions(ctx: Ctx, conditions: Conditions, first: string, last: string): Promise<Found[]> {
  const open = occasionShown(ctx.actor, { sensitive: true });
  const days = sql`(
    select o.customer_id, k.kept_on from customer_occasions o join (${keptDays(first, last)}) k
      on k.month = o.month and k.day = o.day and k.calendar = o.calendar and k.leap = o.leap
    where o.workspace_id = ${ctx.workspace.id} and (${open} or not o.sensitive) and (not o.once
      or (o.calendar = 'solar' and o.year = extract(year from k.kept_on))
      or (o.calendar = 'lunar' and o.year = k.lunar_year)))`;
  const same = sql<SqlBool>`held.customer_id = customers.id`;
  return named(ctx, conditions, { days, same, at: sql`held.kept_on` }, 'occasion');
}

function keptDays(first: string, last: string): RawBuilder<unknown> {
  const kept = birthdaysBetween(first, last);
  return sql`select * from unnest(${kept.map(({ month }) => month)}::int2[], ${kept.map((one) => one.day)}::int2[],
    ${kept.map(({ calendar }) => calendar)}::text[], ${kept.map(({ leapMonth }) => leapMonth)}::bool[],
    ${kept.map(({ on }) => on)}::date[], ${kept.map(({ on }) => lunarDateOf(on).year)}::int4[])
    as k (month, day, calendar, leap, kept_on, lunar_year)`;
}

function daysOf(ctx: Ctx, column: ListColumn, conditions: Conditions, first: string, last: string): Promise<Found[]> {
  const at = sql.ref(`held.${column.column}`);
  const same = sql<SqlBool>`held.workspace_id = ${ctx.workspace.id} and held.customer_id = customers.id
    ${alsoWhere('held', column)} and ${at} between ${first}::date and ${last}::date`;
  return named(ctx, conditions, { days: sql.table(column.table), same, at }, column.key);
}

async function named(
  ctx: Ctx,
  conditions: Conditions,
  {
    days,
    same,
    at,
  }: { days: ReturnType<typeof sql>; same: ReturnType<typeof sql<SqlBool>>; at: ReturnType<typeof sql> },
  kind: string,
): Promise<Found[]> {
  let all = ctx.db
    .selectFrom('customers')
    .innerJoin(days.as('held'), (join) => join.on(same))
    .select(['customers.id', 'customers.name', 'customers.birthday_calendar'])
    .select([
      sql<string>`${at}::text`.as('day'),
      sql<number>`count(*) over (partition by ${at})::int`.as('count'),
      sql<number>`row_number() over (partition by ${at} order by customers.sort_name, customers.id)`.as('place'),
    ])
    .where(visibleCustomers(ctx));
  for (const condition of conditions) all = all.where(condition);
  const rows = await ctx.db
    .selectFrom(all.as('every'))
    .selectAll()
    .where('place', '<=', NAMED)
    .orderBy('day')
    .orderBy('place')
    .execute();
  return rows.map(({ id, name, day, count, birthday_calendar: calendar }) => {
    return { day, count, entry: { kind, id, name, lunar: kind === 'birthday' && calendar === 'lunar' } };
  });
}

function daysIn(month: string): number {
  return daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)));
}

function lastDayOf(month: string): string {
  return `${month}-${daysIn(month)}`;
}
