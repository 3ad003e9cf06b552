import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { customerSeen, holdCards, reaching } from '../../customers/index.ts';
import { indicatorErrors, type WalletShare } from './contract.ts';

const refuse = refusals(indicatorErrors);
const MOST = 100;

/** What the customer answered when asked how much of such goods they buy here, the newest first. */
export async function listShares(ctx: Ctx, asked: { id: string }): Promise<{ items: WalletShare[] }> {
  const { id } = await customerSeen(ctx, asked.id);
  return { items: await sharesOf(ctx, id, MOST) };
}

export async function latestShare(ctx: Ctx, customerId: string): Promise<WalletShare | undefined> {
  return (await sharesOf(ctx, customerId, 1))[0];
}

/** Every answer stays; the newest one counts. */
export async function noteShare(
  ctx: Ctx,
  given: { id: string; share: number; askedOn?: string | undefined; note?: string | null | undefined },
): Promise<WalletShare> {
  const customerId = await customerToCareFor(ctx, given.id);
  const askedOn = given.askedOn ?? ctx.today;
  if (askedOn > ctx.today) throw refuse('WALLET_SHARE_IN_FUTURE', { path: 'askedOn' });
  const row = { id: newId(), share: given.share, asked_on: askedOn, note: given.note || null, by_name: ctx.actor.name };
  await ctx.db
    .insertInto('retention_wallet_shares')
    .values({
      workspace_id: ctx.workspace.id,
      customer_id: customerId,
      by_member_id: ctx.actor.memberId,
      at: ctx.now,
      ...row,
    })
    .execute();
  await recordAudit(ctx, {
    action: 'wallet_share.noted',
    entity: 'customer',
    entityId: customerId,
    detail: { share: given.share, askedOn },
  });
  return { id: row.id, share: row.share, askedOn, note: row.note, by: row.by_name };
}

export async function takeShareBack(ctx: Ctx, asked: { id: string; shareId: string }): Promise<{ id: string }> {
  const customerId = await customerToCareFor(ctx, asked.id);
  const taken = await ctx.db
    .updateTable('retention_wallet_shares')
    .set({ taken_back_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('id', '=', asked.shareId)
    .where('taken_back_at', 'is', null)
    .executeTakeFirst();
  if (taken.numUpdatedRows === 0n) throw refuse('WALLET_SHARE_NOT_FOUND');
  await recordAudit(ctx, { action: 'wallet_share.taken_back', entity: 'customer', entityId: customerId, detail: {} });
  return { id: asked.shareId };
}

/** The card to write to, for whoever sees the customer and looks after such accounts; held against a merge. */
export async function customerToCareFor(ctx: Ctx, asked: string): Promise<string> {
  const { id } = await customerSeen(ctx, asked);
  const permission = 'retention.edit';
  if (!(await reaching(ctx, id, [permission])).has(permission)) throw refuseCommon('NOT_ALLOWED', { permission });
  return (await holdCards(ctx, [id])).get(id) ?? id;
}

async function sharesOf(ctx: Ctx, customerId: string, limit: number): Promise<WalletShare[]> {
  const rows = await ctx.db
    .selectFrom('retention_wallet_shares')
    .select(['id', 'share', 'asked_on as askedOn', 'note', 'by_name as by'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('taken_back_at', 'is', null)
    .orderBy('asked_on', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows;
}
