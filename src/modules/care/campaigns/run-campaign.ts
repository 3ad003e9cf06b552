import { z } from 'zod';
import { stranger } from '../../../kernel/access.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import { id } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { job } from '../../../kernel/jobs/jobs.ts';
import { notify } from '../../team/index.ts';
import { members, premises } from '../../workspaces/index.ts';
import { minorOf } from '../channels/channels.ts';
import { careErrors } from '../errors-contract.ts';
import { authorOf, freezeJob } from '../sending/freeze.ts';
import { openSending, sendingOf, skipPlanned, turnSending, wake } from '../sending/sendings.ts';
import type { Purpose } from '../shapes-contract.ts';
import type { AbRule, OpenedCampaign } from './contract.ts';
import { campaignOf, readCampaign, type CampaignRow } from './campaigns.ts';
import { checkCampaign } from './check-campaign.ts';
import { decideJob } from './decide-winner.ts';
import { isOwn } from './present.ts';

const refuse = refusals(careErrors);

/** Starts it, or waits for a second person where it is larger than one may decide alone. Pressing twice starts it once. */
export async function startCampaign(ctx: Ctx, { id: campaignId }: { id: string }): Promise<OpenedCampaign> {
  const row = await campaignOf(ctx, campaignId, true);
  if (row.state !== 'draft') throw refuse('CAMPAIGN_STARTED');
  if (row.starts_at && row.starts_at < ctx.now) throw refuse('CAMPAIGN_START_PAST');
  const sum = await checkCampaign(ctx, { id: campaignId });
  if (sum.reached === 0) throw refuse('CAMPAIGN_NOBODY');
  if (row.budget_minor !== null && minorOf(ctx, sum.cost) > row.budget_minor)
    throw refuse('CAMPAIGN_BUDGET_EXCEEDED', { cost: sum.cost.amount });
  const asks = {
    asked_by: ctx.actor.userId,
    asked_by_name: ctx.actor.name,
    started_by: ctx.actor.userId ?? ctx.actor.keyId,
  };
  await setState(ctx, row, sum.needsApproval ? 'asked' : 'planned', asks);
  if (!sum.needsApproval) await plan(ctx, row);
  await recordAudit(ctx, {
    action: sum.needsApproval ? 'campaign.asked' : 'campaign.started',
    entity: 'campaign',
    entityId: campaignId,
    detail: { reached: sum.reached, held: sum.held },
  });
  return readCampaign(ctx, { id: campaignId });
}

/** Whoever wants it and whoever allows it are two people. */
export async function approveCampaign(ctx: Ctx, { id: campaignId }: { id: string }): Promise<OpenedCampaign> {
  const row = await campaignOf(ctx, campaignId, true);
  if (row.state !== 'asked') throw refuse('CAMPAIGN_NOT_ASKED');
  if (isOwn(ctx, row)) throw refuse('CAMPAIGN_OWN_APPROVAL');
  await setState(ctx, row, 'planned', { approved_by_name: ctx.actor.name });
  await plan(ctx, row);
  await recordAudit(ctx, { action: 'campaign.approved', entity: 'campaign', entityId: campaignId });
  return readCampaign(ctx, { id: campaignId });
}

export async function pauseCampaign(ctx: Ctx, { id: campaignId }: { id: string }): Promise<OpenedCampaign> {
  return turn(ctx, campaignId, ['open', 'freezing'], 'paused', 'campaign.paused');
}

export async function resumeCampaign(ctx: Ctx, { id: campaignId }: { id: string }): Promise<OpenedCampaign> {
  const sending = await sendingOf(ctx, 'campaign', campaignId);
  const frozen = sending?.opened_at !== null;
  const opened = await turn(ctx, campaignId, ['paused'], frozen ? 'open' : 'freezing', 'campaign.resumed');
  if (sending && frozen) await wake(ctx, sending.channel_id);
  else if (sending) await premises().jobs.enqueue(ctx, freezeJob, { sendingId: sending.id });
  return opened;
}

/** What is on the wire arrives; what waits is skipped for good. */
export async function stopCampaign(ctx: Ctx, { id: campaignId }: { id: string }): Promise<OpenedCampaign> {
  const row = await campaignOf(ctx, campaignId, true);
  if (row.state === 'planned') {
    await setState(ctx, row, 'stopped', {});
    await recordAudit(ctx, { action: 'campaign.stopped', entity: 'campaign', entityId: campaignId });
    return readCampaign(ctx, { id: campaignId });
  }
  await turn(ctx, campaignId, ['open', 'freezing', 'paused'], 'stopped', 'campaign.stopped');
  await skipPlanned(ctx, 'campaign', [campaignId]);
  return readCampaign(ctx, { id: campaignId });
}

/** Queued for the time the campaign is to start at; a campaign that was stopped meanwhile does not. */
export const beginJob = job('care.begin', z.object({ campaignId: id }), async (ctx, { campaignId }) => {
  const row = await ctx.db
    .selectFrom('care_campaigns')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', campaignId)
    .where('state', '=', 'planned')
    .forUpdate()
    .executeTakeFirst();
  if (!row) return;
  if ((await authorOf(ctx, row.started_by)) === stranger) await giveBack(ctx, row);
  else await begin(ctx, row);
});

/** Whoever started it works here no more, and nobody's rights say whom it may reach: a draft again, and the owners know. */
async function giveBack(ctx: Ctx, row: CampaignRow): Promise<void> {
  await setState(ctx, row, 'draft', { starts_at: null, started_by: null, asked_by: null, approved_by_name: null });
  await recordAudit(ctx, { action: 'campaign.given_back', entity: 'campaign', entityId: row.id });
  const owners = (await members(ctx)).filter(({ role }) => role === 'owner');
  await notify(ctx, {
    memberIds: owners.map(({ id: owner }) => owner),
    kind: 'campaignGivenBack',
    params: { name: row.name, by: row.asked_by_name },
    source: `campaign given back ${row.id} ${row.version}`,
    link: `/care/campaigns/${row.id}`,
  });
}

async function plan(ctx: Ctx, row: CampaignRow): Promise<void> {
  if (row.starts_at === null || row.starts_at <= ctx.now) return begin(ctx, row);
  await premises().jobs.enqueue(ctx, beginJob, { campaignId: row.id }, { startAfter: row.starts_at });
}

async function begin(ctx: Ctx, row: CampaignRow): Promise<void> {
  await setState(ctx, row, 'started', { started_at: ctx.now });
  const sendingId = await openSending(ctx, {
    sender: 'campaign',
    senderId: row.id,
    channelId: row.channel_id,
    purpose: row.purpose as Purpose,
    state: 'freezing',
    couponId: row.coupon_id,
  });
  await premises().jobs.enqueue(ctx, freezeJob, { sendingId });
  const ab = row.template_b_id === null ? null : (row.ab as unknown as AbRule | null);
  if (ab?.rule === 'winner') {
    const at = new Date(ctx.now.getTime() + ab.hours * 3_600_000);
    await premises().jobs.enqueue(ctx, decideJob, { sendingId }, { startAfter: at });
  }
}

async function turn(
  ctx: Ctx,
  campaignId: string,
  from: readonly string[],
  to: string,
  action: 'campaign.paused' | 'campaign.resumed' | 'campaign.stopped',
): Promise<OpenedCampaign> {
  await campaignOf(ctx, campaignId, true);
  const sending = await sendingOf(ctx, 'campaign', campaignId);
  if (!sending || !(await turnSending(ctx, sending.id, from, to))) throw refuse('CAMPAIGN_NOT_RUNNING');
  await recordAudit(ctx, { action, entity: 'campaign', entityId: campaignId });
  return readCampaign(ctx, { id: campaignId });
}

async function setState(ctx: Ctx, row: CampaignRow, state: string, more: Partial<CampaignRow>): Promise<void> {
  await ctx.db
    .updateTable('care_campaigns')
    .set({ state, ...(more as object), version: row.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
}
