import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { premises } from '../../workspaces/index.ts';
import { careErrors } from '../errors-contract.ts';
import type { Topic } from './contract.ts';

const refuse = refusals(careErrors);

/** More than anybody reads through before choosing. */
const MOST_TOPICS = 30;

export async function listTopics(ctx: Ctx): Promise<{ items: Topic[]; url: string }> {
  const { rows } = await sql<Topic>`
    select t.id, t.name, (select count(*)::int from care_topic_choices c
      where c.workspace_id = t.workspace_id and c.topic_id = t.id and c.wanted) as readers
    from care_topics t where t.workspace_id = ${ctx.workspace.id} and t.removed_at is null order by t.name, t.id`.execute(
    ctx.db,
  );
  return { items: rows, url: archiveUrl(ctx) };
}

export async function addTopic(ctx: Ctx, { name }: { name: string }): Promise<Topic> {
  const { items } = await listTopics(ctx);
  if (items.length >= MOST_TOPICS) throw refuse('TOPICS_TOO_MANY', { most: MOST_TOPICS });
  const id = newId();
  const written = await ctx.db
    .insertInto('care_topics')
    .values({ workspace_id: ctx.workspace.id, id, name, created_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!written) throw refuse('TOPIC_TWICE', { path: 'name', name });
  await recordAudit(ctx, { action: 'topic.added', entity: 'topic', entityId: id, detail: { name } });
  return { id, name, readers: 0 };
}

export async function removeTopic(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('care_topics')
    .set({ removed_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw refuse('TOPIC_NOT_FOUND');
  await recordAudit(ctx, { action: 'topic.removed', entity: 'topic', entityId: id });
  return { ok: true };
}

export async function admitTopic(ctx: Ctx, id: string): Promise<void> {
  const { items } = await listTopics(ctx);
  if (!items.some((one) => one.id === id)) throw refuse('TOPIC_NOT_FOUND', { path: 'topicId' });
}

/** The public page of everything published. */
export function archiveUrl(ctx: Ctx): string {
  return `${premises().config.publicUrl}/n/${ctx.workspace.id}`;
}
