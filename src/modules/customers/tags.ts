import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';

/** Brings customer_tags in line with the tags of rows just written. */
export async function writeTags(ctx: Ctx, rows: readonly { id: string; tags: readonly string[] }[]): Promise<void> {
  const pairs = rows.flatMap(({ id, tags }) => tags.map((tag) => ({ id, tag })));
  if (pairs.length === 0) return;
  await sql`
    insert into customer_tags (workspace_id, tag, customer_id)
    select ${ctx.workspace.id}, tag, id
    from unnest(${pairs.map(({ tag }) => tag)}::text[], ${pairs.map(({ id }) => id)}::uuid[]) as t (tag, id)
    on conflict do nothing`.execute(ctx.db);
}

export async function replaceTags(ctx: Ctx, rows: readonly { id: string; tags: readonly string[] }[]): Promise<void> {
  await sql`
    delete from customer_tags
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${rows.map(({ id }) => id)}::uuid[])`.execute(
    ctx.db,
  );
  await writeTags(ctx, rows);
}

const SUGGESTIONS = 300;

/** Tags and sources in use, by name. Each step of the recursion is one look-up in the index, however many rows share it. */
export async function suggestTags(ctx: Ctx): Promise<{ tags: string[]; sources: string[] }> {
  const workspace = ctx.workspace.id;
  const tags = await sql<{ value: string }>`
    with recursive used as (
      (select tag as value from customer_tags where workspace_id = ${workspace} order by tag limit 1)
      union all
      select (select tag from customer_tags where workspace_id = ${workspace} and tag > used.value order by tag limit 1)
      from used where used.value is not null)
    select value from used where value is not null limit ${SUGGESTIONS}`.execute(ctx.db);
  const sources = await sql<{ value: string }>`
    with recursive used as (
      (select source as value from customers
       where workspace_id = ${workspace} and binned_at is null and source is not null order by source limit 1)
      union all
      select (select source from customers where workspace_id = ${workspace} and binned_at is null
              and source > used.value order by source limit 1)
      from used where used.value is not null)
    select value from used where value is not null limit ${SUGGESTIONS}`.execute(ctx.db);
  return { tags: tags.rows.map(({ value }) => value), sources: sources.rows.map(({ value }) => value) };
}
