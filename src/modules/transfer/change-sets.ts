import { sql } from 'kysely';
import type { Permission } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';

export interface ChangeSetFacts {
  /** What makes it: `import`, `merge`, `bulk-edit` … */
  kind: string;
  /** What people call it, e.g. the name of the file. */
  title: string;
  /** The permission that undoing takes. */
  undoNeeds: Permission;
}

/** What these did is gone with what they did it to: nothing is left to take back. */
export async function forgetChangeSets(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db
    .deleteFrom('change_sets')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', [...ids])
    .execute();
}

export interface RecordedUpdate {
  id: string;
  /** Columns of the row that were changed, with their values before. */
  before: Record<string, unknown>;
  /** The row's version after the change. */
  versionAfter: number;
}

/** Begins an undoable piece of work. Rows that it creates carry the id; rows that it changes go to `recordUpdates`. */
export async function openChangeSet(ctx: Ctx, facts: ChangeSetFacts): Promise<string> {
  const id = newId();
  await ctx.db
    .insertInto('change_sets')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      kind: facts.kind,
      title: facts.title,
      undo_needs: facts.undoNeeds,
      created_by: ctx.actor.userId ?? ctx.actor.keyId,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .execute();
  return id;
}

/** Only a closed change set can be undone. */
export async function closeChangeSet(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('change_sets')
    .set({ state: 'done' })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute();
}

/**
 * Keeps what rows held before the change set touched them. A row changed twice keeps its first values, unless someone
 * else edited it in between: then the older version makes undo leave it alone.
 */
export async function recordUpdates(
  ctx: Ctx,
  changeSetId: string,
  entity: string,
  updates: readonly RecordedUpdate[],
): Promise<void> {
  if (updates.length === 0) return;
  const rows = JSON.stringify(
    updates.map(({ id, before, versionAfter }) => ({ id, before, version: versionAfter })),
    (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  );
  await sql`
    insert into change_set_updates (workspace_id, change_set_id, entity, entity_id, before, version_after)
    select ${ctx.workspace.id}, ${changeSetId}, ${entity}, id, before, version
    from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, before jsonb, version int)
    on conflict (workspace_id, change_set_id, entity, entity_id) do update
    set version_after = excluded.version_after
    where change_set_updates.version_after = excluded.version_after - 1`.execute(ctx.db);
}

const PAGE = 5_000;

/** What `recordUpdates` kept for one table, in pages. */
export async function* recordedUpdates(
  ctx: Ctx,
  changeSetId: string,
  entity: string,
): AsyncGenerator<RecordedUpdate[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await ctx.db
      .selectFrom('change_set_updates')
      .select(['entity_id', 'before', 'version_after'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('change_set_id', '=', changeSetId)
      .where('entity', '=', entity)
      .where('entity_id', '>', after)
      .orderBy('entity_id')
      .limit(PAGE)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    after = last.entity_id;
    yield rows.map((row) => ({
      id: row.entity_id,
      before: row.before as Record<string, unknown>,
      versionAfter: row.version_after,
    }));
  }
}
