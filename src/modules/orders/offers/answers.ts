import { formatDecimal } from '../../../maths/money.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { recordOrder } from '../record-order.ts';
import { runningChanged } from '../running/course.ts';
import { settleOffer } from '../running/reasons.ts';
import { BY_HAND, type OrderView } from '../shapes-contract.ts';
import { offerErrors, type Acceptance, type OfferRefusal, type OfferView } from './contract.ts';
import { readOffer } from './offers.ts';
import { offerToChange, type OfferedLine, type OfferRow } from './offers-seen.ts';

const refuse = refusals(offerErrors);

/** Yes: an order with the same lines, promised for a day or handed over at once. */
export async function acceptOffer(
  ctx: Ctx,
  { id, promisedOn, externalId }: Acceptance,
): Promise<{ offer: OfferView; order: OrderView }> {
  const offer = await openOffer(ctx, id);
  const lines = offer.lines as unknown as OfferedLine[];
  const order = await recordOrder(ctx, {
    source: BY_HAND,
    customer: { id: offer.customer_id },
    currency: offer.currency,
    lines,
    ...(lines.length === 0 ? { total: formatDecimal(offer.total_minor, offer.currency) } : {}),
    note: offer.note,
    promisedOn,
    externalId,
  });
  await answer(ctx, offer, { state: 'accepted', order_id: order.id });
  await recordAudit(ctx, { action: 'offer.accepted', entity: 'order_offer', entityId: id });
  return { offer: await readOffer(ctx, { id }), order: { ...order, offerId: id } };
}

/** No, and why: what others charge and what is missing is learnt from it. */
export async function declineOffer(ctx: Ctx, { id, reason, competitor, note }: OfferRefusal): Promise<OfferView> {
  const offer = await openOffer(ctx, id);
  await answer(ctx, offer, {
    state: 'declined',
    lost_reason: reason,
    competitor: competitor || null,
    lost_note: note || null,
  });
  await recordAudit(ctx, { action: 'offer.declined', entity: 'order_offer', entityId: id, detail: { reason } });
  return readOffer(ctx, { id });
}

/** They think about it again. An accepted offer is an order by now, which is cancelled where it is wrong. */
export async function reopenOffer(ctx: Ctx, { id }: { id: string }): Promise<OfferView> {
  const offer = await offerToChange(ctx, id);
  if (offer.state === 'open') throw refuse('OFFER_OPEN');
  if (offer.state === 'accepted') throw refuse('OFFER_ANSWERED');
  await keep(ctx, offer, {
    state: 'open',
    answered_at: null,
    answered_by_name: null,
    lost_reason: null,
    competitor: null,
    lost_note: null,
  });
  await recordAudit(ctx, { action: 'offer.reopened', entity: 'order_offer', entityId: id });
  return readOffer(ctx, { id });
}

async function openOffer(ctx: Ctx, id: string): Promise<OfferRow> {
  const offer = await offerToChange(ctx, id);
  if (offer.state !== 'open') throw refuse('OFFER_ANSWERED');
  return offer;
}

type Facts = Partial<
  Pick<OfferRow, 'state' | 'order_id' | 'answered_at' | 'answered_by_name' | 'lost_reason' | 'competitor' | 'lost_note'>
>;

async function answer(ctx: Ctx, offer: OfferRow, facts: Facts): Promise<void> {
  await settleOffer(ctx, { id: offer.id, validUntil: offer.valid_until }, facts.state ?? 'answered');
  await keep(ctx, offer, { ...facts, answered_at: ctx.now, answered_by_name: ctx.actor.name });
}

async function keep(ctx: Ctx, offer: OfferRow, facts: Facts): Promise<void> {
  await ctx.db
    .updateTable('order_offers')
    .set({ ...facts, version: offer.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', offer.id)
    .execute();
  await runningChanged(ctx, [offer.customer_id]);
}
