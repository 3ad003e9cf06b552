import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import type { Audience } from '../campaigns/contract.ts';
import { channelOf } from '../channels/channels.ts';
import { careErrors } from '../errors-contract.ts';
import { factsOf } from '../gate/facts.ts';
import { sumOf, type GateSum } from '../gate/sum.ts';
import { meantBy } from '../sending/audience.ts';
import { wake } from '../sending/sendings.ts';
import { readSettings } from '../settings.ts';
import { isOneMailbox, type ChannelKind } from '../shapes-contract.ts';
import { gatheringOf, gatheringToCome, type GatheringRow } from './stored.ts';
import { letterOf, lotOf } from './tell.ts';

const refuse = refusals(careErrors);

interface Asked {
  id: string;
  audience: Audience;
}

export async function checkInvitation(ctx: Ctx, { id, audience }: Asked): Promise<GateSum> {
  const channel = await channelFor(ctx, await gatheringOf(ctx, id));
  return sumOf(ctx, { audience, channel: channel.kind as ChannelKind, purpose: 'promotion' });
}

/**
 * Writes guests and messages down in one statement each, for everybody who is meant, may be seen and has not said no; the
 * gate looks at each again before anything goes out. Whoever was invited already, or has a place, is passed by.
 */
export async function inviteToEvent(ctx: Ctx, { id, audience }: Asked): Promise<{ invited: number }> {
  const event = await gatheringToCome(ctx, id);
  const channel = await channelFor(ctx, event);
  const { condition, profiled } = await meantBy(ctx, audience);
  const settings = await readSettings(ctx);
  const facts = factsOf(ctx, { channel: channel.kind as ChannelKind, purpose: 'promotion', settings });
  const { rows } = await sql<{ customer_id: string }>`
    insert into care_gathering_guests (workspace_id, id, gathering_id, customer_id, state, invited_at, by_name)
    select ${ctx.workspace.id}, gen_random_uuid(), ${id}, met.id, 'invited', ${ctx.now}, ${ctx.actor.name}
    from (select customers.id, ${facts.columns},
        row_number() over (partition by ${facts.address} order by said.granted desc nulls last, customers.id) > 1 as twin
      from customers ${facts.joins} where ${condition}) met
    where met.there and met.reachable and met.consent = 'yes' and not met.suppressed and not met."noContact"
      and not (met.twin and ${isOneMailbox(channel.kind as ChannelKind)}::boolean) and not met.silenced and not (met."noProfiling" and ${profiled}::boolean)
    on conflict (workspace_id, gathering_id, customer_id) do nothing
    returning customer_id`.execute(ctx.db);
  if (rows.length === 0) throw refuse('EVENT_NOBODY');
  const sendingId = await lotOf(ctx, event, channel.id, 'promotion');
  const templateId = await letterOf(ctx, event, 'invitation', channel.kind);
  await sql`
    insert into care_messages (workspace_id, id, sending_id, customer_id, step, state, template_id, template_version, fields, due_at)
    select ${ctx.workspace.id}, gen_random_uuid(), ${sendingId}, customer, 'invitation', 'planned', ${templateId}, 1, '{}', ${ctx.now}
    from unnest(${rows.map(({ customer_id: customer }) => customer)}::uuid[]) customer
    on conflict (workspace_id, sending_id, customer_id, step) do nothing`.execute(ctx.db);
  await wake(ctx, channel.id);
  await recordAudit(ctx, { action: 'event.invited', entity: 'event', entityId: id, detail: { count: rows.length } });
  return { invited: rows.length };
}

async function channelFor(ctx: Ctx, event: GatheringRow) {
  if (event.channel_id === null) throw refuse('EVENT_NO_CHANNEL');
  return channelOf(ctx, event.channel_id);
}
