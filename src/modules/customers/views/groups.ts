import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { comparableFields, FIELD_PREFIX, filterOf } from '../fields/conditions.ts';
import { fieldsOf, type Fields } from '../fields/definitions.ts';
import { alsoWhere, columnsFor } from '../list-filter.ts';
import { foundCustomers } from '../list.ts';
import { visibleCustomers } from '../reach.ts';
import { viewErrors, type GroupsQuery, type ListGroups } from './contract.ts';

const refuse = refusals(viewErrors);
const MOST_GROUPS = 200;

/** How the customers that the list finds divide: how many each group has, and what they spent. */
export async function groupCustomers(ctx: Ctx, { by, ...query }: GroupsQuery): Promise<ListGroups> {
  const group = groupKnown(ctx, await fieldsOf(ctx), by);
  if (!group) throw refuse('VIEW_GROUP_UNKNOWN', { path: 'by', by: by.slice(0, 60) });
  const conditions = await foundCustomers(ctx, query);
  const money = columnsFor(ctx).find(({ kind }) => kind === 'money');
  let groups = ctx.db
    .selectFrom('customers')
    .select([group.key.as('key'), sql<number>`count(*)::int`.as('count'), spentOf(money !== undefined).as('spent')])
    .where(visibleCustomers(ctx))
    .groupBy(sql`1`)
    .orderBy(sql`2 desc, 1`)
    .limit(MOST_GROUPS + 1);
  if (group.from) {
    const { table, on } = group.from;
    groups = groups.leftJoin(table.as('grouped'), (join) => join.on(on)) as unknown as typeof groups;
  }
  if (money) {
    const same = sql<boolean>`paid.workspace_id = ${ctx.workspace.id} and paid.customer_id = customers.id
      ${alsoWhere('paid', money)}`;
    const { table, column } = money;
    const paid = sql`(select *, ${sql.ref(column)} as amount from ${sql.table(table)})`;
    groups = groups.leftJoin(paid.as('paid'), (join) => join.on(same)) as unknown as typeof groups;
  }
  for (const condition of conditions) groups = groups.where(condition);
  const rows = await groups.execute();
  return { items: rows.slice(0, MOST_GROUPS), more: rows.length > MOST_GROUPS };
}

function spentOf(known: boolean): RawBuilder<string | null> {
  return known ? sql<string | null>`coalesce(sum(paid.amount), 0)::text` : sql<string | null>`null::text`;
}

interface Grouping {
  key: RawBuilder<string | null>;
  /** Where the key stands, if not in `customers`. */
  from?: { table: RawBuilder<unknown>; on: RawBuilder<boolean> };
}

const OWN: Readonly<Record<string, RawBuilder<string | null>>> = {
  stage: sql`customers.stage`,
  kind: sql`customers.kind`,
  source: sql`customers.source`,
  ownerId: sql`customers.owner_id::text`,
  branchId: sql`customers.branch_id::text`,
};

/** `undefined`: nothing that the list can be divided by. */
export function groupKnown(ctx: Ctx, fields: Fields, by: string): Grouping | undefined {
  if (Object.hasOwn(OWN, by)) return { key: OWN[by] ?? sql`null` };
  const here = sql<boolean>`grouped.workspace_id = ${ctx.workspace.id} and grouped.customer_id = customers.id`;
  if (by === 'tag') return { key: sql`grouped.tag`, from: { table: sql.table('customer_tags'), on: here } };
  const column = columnsFor(ctx).find(({ key, filter }) => key === by && filter === 'one-of');
  if (column) {
    const on = sql<boolean>`${here} ${alsoWhere('grouped', column)}`;
    return { key: sql`grouped.${sql.id(column.column)}`, from: { table: sql.table(column.table), on } };
  }
  const field = comparableFields(ctx, fields).find(({ key }) => FIELD_PREFIX + key === by);
  if (!field || field.type === 'customer' || filterOf(field) !== 'one-of') return undefined;
  const on = sql<boolean>`${here} and grouped.field_id = ${field.id}`;
  return { key: sql`grouped.key`, from: { table: sql.table('customer_field_values'), on } };
}
