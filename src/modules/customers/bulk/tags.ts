import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { announceTagged } from '../created.ts';

/** As many as a card takes. */
export const MOST_TAGS = 60;

export function addTagsTo(
  ctx: Ctx,
  ids: readonly string[],
  tags: readonly string[],
  changeSetId: string,
): Promise<number> {
  const after = sql`b.tags || array(
    select more from unnest(${[...tags]}::text[]) with ordinality m (more, n) where more <> all (b.tags) order by n)`;
  const written = sql`insert into customer_tags (workspace_id, tag, customer_id)
    select ${ctx.workspace.id}, tag, id from moved, unnest(${[...tags]}::text[]) tag on conflict do nothing`;
  return writeTags(ctx, ids, after, written, changeSetId);
}

export function removeTagsFrom(
  ctx: Ctx,
  ids: readonly string[],
  tags: readonly string[],
  changeSetId: string,
): Promise<number> {
  const after = sql`array(
    select kept from unnest(b.tags) with ordinality k (kept, n) where kept <> all (${[...tags]}::text[]) order by n)`;
  const written = sql`delete from customer_tags t using moved m
    where t.workspace_id = ${ctx.workspace.id} and t.customer_id = m.id and t.tag = any (${[...tags]}::text[])`;
  return writeTags(ctx, ids, after, written, changeSetId);
}

/**
 * `updateCustomersInBulk` for tags alone, in one statement however many rows: tags are in no search term, in no field
 * and in nothing that cards are compared by. Answers how many cards changed.
 */
async function writeTags(
  ctx: Ctx,
  ids: readonly string[],
  after: RawBuilder<unknown>,
  written: RawBuilder<unknown>,
  changeSetId: string,
): Promise<number> {
  if (ids.length === 0) return 0;
  const { rows } = await sql<{ id: string }>`
    with b as materialized (
      select id, tags from customers
      where workspace_id = ${ctx.workspace.id} and binned_at is null and id = any (${[...ids]}::uuid[])
      order by id for update
    ), moved as (
      update customers c set tags = ${after}, version = c.version + 1, updated_at = ${ctx.now}
      from b
      where c.workspace_id = ${ctx.workspace.id} and c.id = b.id and c.tags <> ${after}
      returning c.id, b.tags as old, c.tags, c.version
    ), kept as (
      insert into change_set_updates (workspace_id, change_set_id, entity, entity_id, before, version_after)
      select ${ctx.workspace.id}, ${changeSetId}, 'customers', id, jsonb_build_object('tags', to_jsonb(old)), version
      from moved
      on conflict (workspace_id, change_set_id, entity, entity_id) do update set version_after = excluded.version_after
      where change_set_updates.version_after = excluded.version_after - 1
    ), told as (
      insert into customer_changes (workspace_id, customer_id, id, at, kind, fields, by_kind, by_name, change_set_id)
      select ${ctx.workspace.id}, id, gen_random_uuid(), ${ctx.now}, 'changed',
        jsonb_build_object('tags', jsonb_build_object('old', to_jsonb(old), 'new', to_jsonb(tags))),
        ${ctx.actor.kind}, ${ctx.actor.name}, ${changeSetId}::uuid
      from moved
    ), found_by as (${written})
    select id from moved`.execute(ctx.db);
  await announceTagged(
    ctx,
    rows.map(({ id }) => id),
    changeSetId,
  );
  return rows.length;
}
