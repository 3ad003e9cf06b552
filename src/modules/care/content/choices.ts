import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { announceChanged, recordConsents } from '../../customers/index.ts';

export interface Choice {
  id: string;
  name: string;
  wanted: boolean;
}

export async function choicesOf(ctx: Ctx, customerId: string): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select t.id, t.name, coalesce(c.wanted, false) as wanted from care_topics t
    left join care_topic_choices c on c.workspace_id = t.workspace_id and c.topic_id = t.id and c.customer_id = ${customerId}
    where t.workspace_id = ${ctx.workspace.id} and t.removed_at is null order by t.name, t.id`.execute(ctx.db);
  return rows;
}

/** The ticks of a form that `topicTicks` drew. */
export function topicsChosenIn(form: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(form).flatMap((name) => (name.startsWith('topic.') ? [name.slice(6)] : []));
}

/** What the customer wants to read from now on. Who chooses something agrees to get it by this way; nothing else is touched. */
export async function chooseTopics(
  ctx: Ctx,
  customerId: string,
  wanted: readonly string[],
  consentChannel: string,
): Promise<void> {
  const choices = await choicesOf(ctx, customerId);
  const rows = choices.map(({ id }) => ({ id, wanted: wanted.includes(id) }));
  await sql`
    insert into care_topic_choices (workspace_id, customer_id, topic_id, wanted, at, by_name)
    select ${ctx.workspace.id}, ${customerId}, x.id, x.wanted, ${ctx.now}, ${ctx.actor.name}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, wanted boolean)
    on conflict (workspace_id, customer_id, topic_id) do update
      set wanted = excluded.wanted, at = excluded.at, by_name = excluded.by_name
      where care_topic_choices.wanted <> excluded.wanted`.execute(ctx.db);
  const names = choices.filter(({ id }) => wanted.includes(id)).map(({ name }) => name);
  if (names.length > 0) {
    const proof = translate(ctx.workspace.language, 'care:article.proof', { topics: names.join(', ') });
    await recordConsents(ctx, customerId, [
      { channel: consentChannel, purpose: 'marketing', granted: true, proof, source: 'form' },
    ]);
    await announceChanged(ctx, [customerId], null);
  }
  await recordAudit(ctx, {
    action: 'topics.chosen',
    entity: 'customer',
    entityId: customerId,
    detail: { count: names.length },
  });
}
