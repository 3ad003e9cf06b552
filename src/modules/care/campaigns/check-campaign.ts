import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { premises } from '../../workspaces/index.ts';
import { channelOf, type ChannelRow } from '../channels/channels.ts';
import { signOf, type Settings } from '../channels/ways.ts';
import { sumOf } from '../gate/sum.ts';
import { visibleLift } from '../rules/lift.ts';
import { wordingFor, write } from '../sending/compose-message.ts';
import { readSettings } from '../settings.ts';
import type { ChannelKind, Purpose, Tongue } from '../shapes-contract.ts';
import type { Content } from '../templates/contract.ts';
import { inventedPerson, sampleFields } from '../templates/preview.ts';
import { campaignOf, type CampaignRow } from './campaigns.ts';
import type { Audience, CampaignSum } from './contract.ts';

/** Who would get it and who not, and what it would cost, before anything goes out. */
export async function checkCampaign(ctx: Ctx, { id }: { id: string }): Promise<CampaignSum> {
  const row = await campaignOf(ctx, id);
  const channel = await channelOf(ctx, row.channel_id);
  const sum = await sumOf(ctx, {
    audience: row.audience as unknown as Audience,
    channel: channel.kind as ChannelKind,
    purpose: row.purpose as Purpose,
  });
  const held = Math.round((sum.reached * row.hold_out_percent) / 100);
  const reached = sum.reached - held;
  const each = channel.cost_minor * BigInt(await partsOf(ctx, row, channel));
  const { approvalAbove } = await readSettings(ctx);
  return {
    audience: sum.audience,
    reached,
    held,
    refused: sum.refused,
    later: sum.later,
    cost: inBase(ctx, each * BigInt(reached) + row.other_cost_minor),
    visibleLift: visibleLift(await usualShare(ctx, row.effect_days), reached, held),
    needsApproval: approvalAbove !== null && reached > approvalAbove,
  };
}

/** As how many messages a gateway charges each: a long SMS is several. Told by the words as a sample customer gets them. */
async function partsOf(ctx: Ctx, row: CampaignRow, channel: ChannelRow): Promise<number> {
  if (channel.kind !== 'sms') return 1;
  const language = ctx.workspace.language as Tongue;
  const settings = await readSettings(ctx);
  const { rows } = await sql<{ content: Content }>`
    select v.content from care_templates t join care_template_versions v
      on v.workspace_id = t.workspace_id and v.template_id = t.id and v.version = t.version
    where t.workspace_id = ${ctx.workspace.id} and t.id in (${row.template_id}, ${row.template_b_id})`.execute(ctx.db);
  const parts = rows.map(({ content }) => {
    const spoken = wordingFor(content, language, language);
    return write({
      ...spoken,
      kind: 'sms',
      purpose: row.purpose as Purpose,
      person: inventedPerson(spoken.language),
      fields: sampleFields(ctx, spoken.language, row.offer ?? ''),
      workspace: ctx.workspace,
      settings,
      publicUrl: premises().config.publicUrl,
      sign: signOf('sms', channel.settings as Settings),
    }).parts;
  });
  return Math.max(1, ...parts);
}

/** Of all who ever bought, so many bought within so many days lately: what chance alone would bring. */
async function usualShare(ctx: Ctx, days: number): Promise<number> {
  const { rows } = await sql<{ share: number | null }>`
    select (count(*) filter (where last_on > ${ctx.today}::date - ${days}::int))::float8 / nullif(count(*), 0) as share
    from customer_statistics where workspace_id = ${ctx.workspace.id} and purchase_days > 0`.execute(ctx.db);
  return rows[0]?.share ?? 0;
}
