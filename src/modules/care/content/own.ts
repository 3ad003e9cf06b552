import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Published } from './open.ts';

/** As many as anybody reads at one visit. */
const SHOWN = 20;

/** The newest articles of the topics that a customer chose. */
export async function articlesChosen(ctx: Ctx, customerId: string): Promise<Published[]> {
  const { rows } = await sql<Published>`
    select a.*, t.name as topic from care_topic_choices c
    join care_topics t on t.workspace_id = c.workspace_id and t.id = c.topic_id and t.removed_at is null
    join care_articles a on a.workspace_id = c.workspace_id and a.topic_id = c.topic_id
    where c.workspace_id = ${ctx.workspace.id} and c.customer_id = ${customerId} and c.wanted
      and a.published_at is not null and a.removed_at is null
    order by a.published_at desc, a.id desc limit ${SHOWN}`.execute(ctx.db);
  return rows;
}
