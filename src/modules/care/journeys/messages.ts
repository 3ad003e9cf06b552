import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { openSending, wake } from '../sending/sendings.ts';
import type { Purpose } from '../shapes-contract.ts';
import type { Step } from './plan-contract.ts';
import type { Walker } from './walker.ts';

type MessageStep = Extract<Step, { kind: 'message' }>;

/**
 * A message for each, in the hands of care's machine: one sending per step, one row per entry. The gate looks at everybody
 * again when their message is about to leave.
 */
export async function planMessages(ctx: Ctx, step: MessageStep, group: readonly Walker[]): Promise<void> {
  const means = await meansOf(ctx, step);
  if (!means) {
    for (const walker of group) Object.assign(walker, { outcome: 'failed', detail: 'CARE_MEANS_GONE' });
    return;
  }
  const sendingId = await openSending(ctx, {
    sender: 'journey',
    senderId: step.id,
    channelId: means.channel,
    purpose: means.purpose,
    state: 'open',
  });
  const rows = group.map(({ entry }) => ({
    id: newId(),
    customer: entry.customer_id,
    step: entry.id,
    fields: entry.fields,
  }));
  await sql`
    insert into care_messages (workspace_id, id, sending_id, customer_id, step, state, template_id, template_version, fields, due_at)
    select ${ctx.workspace.id}, x.id, ${sendingId}, x.customer, x.step, 'planned', ${means.template}, ${means.version}, x.fields, ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, customer uuid, step text, fields jsonb)
    on conflict (workspace_id, sending_id, customer_id, step) do nothing`.execute(ctx.db);
  await wake(ctx, means.channel);
}

interface Means {
  channel: string;
  template: string;
  version: number;
  purpose: Purpose;
}

/** The channel and the template of a step as they are now; undefined where one is gone, or they do not fit. */
export async function meansOf(
  ctx: Ctx,
  { channelId, templateId }: Pick<MessageStep, 'channelId' | 'templateId'>,
): Promise<Means | undefined> {
  const { rows } = await sql<Means>`
    select h.id as channel, t.id as template, t.version, t.purpose from care_channels h
    join care_templates t on t.workspace_id = h.workspace_id and t.channel = h.kind and t.id = ${templateId} and t.retired_at is null
    where h.workspace_id = ${ctx.workspace.id} and h.id = ${channelId} and h.removed_at is null`.execute(ctx.db);
  return rows[0];
}
