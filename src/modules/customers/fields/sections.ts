import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { fieldErrors, type Arrangement, type FieldLayout } from './contract.ts';
import { forgetFields } from './definitions.ts';
import { lockFields } from './fields.ts';
import { readLayout, sectionsOf } from './layout.ts';

const refuse = refusals(fieldErrors);
const MOST_SECTIONS = 40;

type Section = FieldLayout['sections'][number];

export async function addSection(ctx: Ctx, { name }: { name: string }): Promise<Section> {
  await lockFields(ctx);
  const known = await sectionsOf(ctx);
  if (known.length >= MOST_SECTIONS) throw refuse('FIELD_TOO_MANY', { most: MOST_SECTIONS });
  const section = { id: newId(), name, version: 1 };
  await ctx.db
    .insertInto('customer_field_sections')
    .values({ ...section, workspace_id: ctx.workspace.id, position: known.length })
    .execute();
  await recordAudit(ctx, { action: 'field.section_added', entity: 'field_section', entityId: section.id });
  return section;
}

export async function renameSection(
  ctx: Ctx,
  { id, name, version }: { id: string; name: string; version?: number | undefined },
): Promise<Section> {
  await lockFields(ctx);
  const before = (await sectionsOf(ctx)).find((one) => one.id === id);
  if (!before) throw refuse('FIELD_SECTION_NOT_FOUND');
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version) throw refuseCommon('STALE', { current: before });
  const section = { id, name, version: before.version + 1 };
  await ctx.db
    .updateTable('customer_field_sections')
    .set({ name, version: section.version })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'field.section_renamed', entity: 'field_section', entityId: id });
  return section;
}

/** Its fields stay on the card, in no section. */
export async function removeSection(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await lockFields(ctx);
  if (!(await sectionsOf(ctx)).some((one) => one.id === id)) throw refuse('FIELD_SECTION_NOT_FOUND');
  await ctx.db
    .updateTable('customer_fields')
    .set({ section_id: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('section_id', '=', id)
    .execute();
  await ctx.db
    .deleteFrom('customer_field_sections')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'field.section_removed', entity: 'field_section', entityId: id });
  return { ok: true };
}

/** Everything in its new place at once; refused when somebody moved something meanwhile. */
export async function arrangeFields(ctx: Ctx, { arrangement, sections }: Arrangement): Promise<FieldLayout> {
  await lockFields(ctx);
  const before = await readLayout(ctx);
  if (before.arrangement !== arrangement) throw refuseCommon('STALE', { current: before });
  const given = sections.flatMap(({ fields }) => fields);
  const named = sections.flatMap(({ id }) => id ?? []);
  const complete =
    isSame(
      given,
      before.fields.map(({ id }) => id),
    ) &&
    isSame(
      named,
      before.sections.map(({ id }) => id),
    );
  if (!complete || sections.filter(({ id }) => id === null).length > 1) {
    throw refuse('FIELD_ORDER_INCOMPLETE', { path: 'sections' });
  }
  const places = sections.flatMap(({ id, fields }) => fields.map((field) => ({ field, section: id })));
  await sql`
    update customer_fields f set section_id = t.section_id, position = t.position
    from unnest(${places.map(({ field }) => field)}::uuid[], ${places.map(({ section }) => section)}::uuid[],
      ${places.map((_place, at) => at)}::int4[]) as t (id, section_id, position)
    where f.workspace_id = ${ctx.workspace.id} and f.id = t.id`.execute(ctx.db);
  await sql`
    update customer_field_sections s set position = t.position
    from unnest(${named}::uuid[], ${named.map((_id, at) => at)}::int4[]) as t (id, position)
    where s.workspace_id = ${ctx.workspace.id} and s.id = t.id`.execute(ctx.db);
  await recordAudit(ctx, { action: 'field.arranged', entity: 'field' });
  forgetFields(ctx);
  return readLayout(ctx);
}

function isSame(given: readonly string[], known: readonly string[]): boolean {
  return (
    given.length === known.length && new Set(given).size === given.length && known.every((id) => given.includes(id))
  );
}
