import type { Selectable } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareCampaigns } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { couponToGive } from '../../loyalty/index.ts';
import { readEconomics } from '../../retention/index.ts';
import { channelOf, minorOf } from '../channels/channels.ts';
import { careErrors } from '../errors-contract.ts';
import { meantBy } from '../sending/audience.ts';
import { templateOf } from '../templates/templates.ts';
import type { Audience, CampaignGiven, OpenedCampaign } from './contract.ts';
import { presentOpened } from './present.ts';

const refuse = refusals(careErrors);

export type CampaignRow = Selectable<CareCampaigns>;

export async function createCampaign(ctx: Ctx, given: CampaignGiven): Promise<OpenedCampaign> {
  const id = await writeCampaign(ctx, given, null);
  return readCampaign(ctx, { id });
}

export async function writeCampaign(ctx: Ctx, given: CampaignGiven, changeSetId: string | null): Promise<string> {
  const id = newId();
  await admit(ctx, given);
  await ctx.db
    .insertInto('care_campaigns')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      ...columnsOf(ctx, given),
      name: given.name,
      purpose: given.purpose,
      channel_id: given.channelId,
      template_id: given.templateId,
      audience: JSON.stringify(given.audience),
      hold_out_percent: given.holdOutPercent,
      effect_days: given.effectDays,
      margin_percent: given.marginPercent ?? (await usualMargin(ctx)),
      state: 'draft',
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
      change_set_id: changeSetId,
    })
    .execute();
  await recordAudit(ctx, {
    action: 'campaign.created',
    entity: 'campaign',
    entityId: id,
    detail: { name: given.name },
  });
  return id;
}

/** What the shop has said stays of a sale, in whole per cent; all of it where it has said nothing. */
async function usualMargin(ctx: Ctx): Promise<number> {
  const { marginPercent } = await readEconomics(ctx);
  return Math.max(1, Math.round(marginPercent ?? 100));
}

export async function readCampaign(ctx: Ctx, { id }: { id: string }): Promise<OpenedCampaign> {
  return presentOpened(ctx, await campaignOf(ctx, id));
}

type Changes = { [Key in keyof CampaignGiven]?: CampaignGiven[Key] | undefined };

/** What is not named stays. A campaign that waits for a yes goes back to being a draft: what was asked for is another one. */
export async function changeCampaign(
  ctx: Ctx,
  { id, version, ...given }: Changes & { id: string; version?: number | undefined },
): Promise<OpenedCampaign> {
  const before = await draftOf(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await readCampaign(ctx, { id }) });
  await admit(ctx, {
    channelId: given.channelId ?? before.channel_id,
    templateId: given.templateId ?? before.template_id,
    templateBId: given.templateBId === undefined ? before.template_b_id : given.templateBId,
    couponId: given.couponId,
    audience: given.audience ?? (before.audience as unknown as Audience),
  });
  await ctx.db
    .updateTable('care_campaigns')
    .set({
      ...columnsOf(ctx, given),
      ...(given.name === undefined ? {} : { name: given.name }),
      ...(given.purpose === undefined ? {} : { purpose: given.purpose }),
      ...(given.channelId === undefined ? {} : { channel_id: given.channelId }),
      ...(given.templateId === undefined ? {} : { template_id: given.templateId }),
      ...(given.audience === undefined ? {} : { audience: JSON.stringify(given.audience) }),
      ...(given.holdOutPercent === undefined ? {} : { hold_out_percent: given.holdOutPercent }),
      ...(given.effectDays === undefined ? {} : { effect_days: given.effectDays }),
      ...(given.marginPercent === undefined ? {} : { margin_percent: given.marginPercent }),
      state: 'draft',
      asked_by: null,
      asked_by_name: null,
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, {
    action: 'campaign.changed',
    entity: 'campaign',
    entityId: id,
    detail: { fields: Object.keys(given) },
  });
  return readCampaign(ctx, { id });
}

export async function removeCampaign(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await draftOf(ctx, id);
  await ctx.db
    .updateTable('care_campaigns')
    .set({ removed_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'campaign.removed', entity: 'campaign', entityId: id });
  return { ok: true };
}

export async function campaignOf(ctx: Ctx, id: string, lock = false): Promise<CampaignRow> {
  const row = await ctx.db
    .selectFrom('care_campaigns')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw refuse('CAMPAIGN_NOT_FOUND');
  return row;
}

async function draftOf(ctx: Ctx, id: string): Promise<CampaignRow> {
  const row = await campaignOf(ctx, id, true);
  if (row.state !== 'draft' && row.state !== 'asked') throw refuse('CAMPAIGN_STARTED');
  return row;
}

async function admit(
  ctx: Ctx,
  given: Pick<CampaignGiven, 'channelId' | 'templateId' | 'templateBId' | 'audience' | 'couponId'>,
): Promise<void> {
  const channel = await channelOf(ctx, given.channelId);
  for (const [path, id] of [
    ['templateId', given.templateId],
    ['templateBId', given.templateBId],
  ] as const) {
    if (!id) continue;
    const template = await templateOf(ctx, id);
    if (template.channel !== channel.kind) throw refuse('CAMPAIGN_TEMPLATE_UNFIT', { path });
  }
  if (given.couponId && !(await couponToGive(ctx, given.couponId)))
    throw refuse('CARE_COUPON_UNFIT', { path: 'couponId' });
  await meantBy(ctx, given.audience);
}

/** Those that may be empty. */
function columnsOf(ctx: Ctx, given: Changes) {
  return {
    ...(given.goal === undefined ? {} : { goal: given.goal || null }),
    ...(given.offer === undefined ? {} : { offer: given.offer || null }),
    ...(given.couponId === undefined ? {} : { coupon_id: given.couponId }),
    ...(given.templateBId === undefined ? {} : { template_b_id: given.templateBId }),
    ...(given.ab === undefined ? {} : { ab: given.ab === null ? null : JSON.stringify(given.ab) }),
    ...(given.budget === undefined ? {} : { budget_minor: given.budget === null ? null : minorOf(ctx, given.budget) }),
    ...(given.otherCost === undefined ? {} : { other_cost_minor: minorOf(ctx, given.otherCost) }),
    ...(given.startsAt === undefined ? {} : { starts_at: given.startsAt === null ? null : new Date(given.startsAt) }),
  };
}
