import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { COUNT_LIMIT, countOf } from '../../../kernel/paging.ts';
import { visibleCustomers } from '../reach.ts';
import type { FieldLayout, FieldUsage, FieldView } from './contract.ts';
import { fieldsOf, reachOf } from './definitions.ts';
import type { Field } from './rules/field.ts';

/** Sections and fields as the card shows them, with what waits and what is hidden. */
export async function readLayout(ctx: Ctx): Promise<FieldLayout> {
  const { all, live } = await fieldsOf(ctx);
  const sections = await sectionsOf(ctx);
  const place = new Map(sections.map(({ id }, at) => [id, at]));
  // Fields of no section stand first, as the card has them.
  const at = ({ sectionId }: Field) => (sectionId === null ? -1 : (place.get(sectionId) ?? -1));
  const inOrder = [...live].sort((a, b) => at(a) - at(b));
  const show = (list: readonly Field[]) =>
    list.filter((one) => reachOf(ctx, one) !== 'hide').map((one) => presentField(ctx, one));
  return {
    sections,
    fields: show(inOrder),
    unsorted: show(all.filter(({ type, removed }) => type === 'unsorted' && !removed)),
    removed: show(all.filter(({ removed }) => removed)),
    arrangement: arrangementOf(sections, inOrder),
  };
}

export async function sectionsOf(ctx: Ctx): Promise<FieldLayout['sections']> {
  return ctx.db
    .selectFrom('customer_field_sections')
    .select(['id', 'name', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

export function presentField(ctx: Ctx, { position: _position, ...field }: Field): FieldView {
  return {
    ...field,
    options: field.options.map((option) => ({ ...option })),
    kinds: [...field.kinds],
    visibleAt: [...field.visibleAt],
    requiredAt: [...field.requiredAt],
    names: { ...field.names },
    reach: reachOf(ctx, field),
  };
}

function arrangementOf(sections: readonly { id: string }[], fields: readonly Field[]): string {
  const text = [...sections.map(({ id }) => id), ...fields.map(({ id, sectionId }) => `${id}@${sectionId}`)].join(' ');
  return createHash('sha256').update(text).digest('base64url').slice(0, 24);
}

/** How many customers have each field filled, as far as lists count. */
export async function readUsage(ctx: Ctx): Promise<FieldUsage> {
  const { rows } = await sql<{ id: string; filled: number }>`
    select f.id, counted.filled from customer_fields f
    cross join lateral (
      select count(*)::int as filled from (
        select 1 from customer_field_values v
        where v.workspace_id = ${ctx.workspace.id} and v.field_id = f.id and v.place = 0
        limit ${COUNT_LIMIT + 1}) few) counted
    where f.workspace_id = ${ctx.workspace.id}`.execute(ctx.db);
  const some = ctx.db
    .selectFrom('customers')
    .select('customers.id')
    .where(visibleCustomers(ctx))
    .limit(COUNT_LIMIT + 1);
  const { counted } = await ctx.db
    .selectFrom(some.as('some'))
    .select(sql<number>`count(*)::int`.as('counted'))
    .executeTakeFirstOrThrow();
  return {
    customers: countOf(counted),
    fields: Object.fromEntries(rows.map(({ id, filled }) => [id, countOf(filled)])),
  };
}
