import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { isId, newId } from '../../../kernel/ids.ts';
import { countOf, COUNT_LIMIT, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { isCivilDate } from '../../../maths/calendar.ts';
import { customerSeen } from '../../customers/index.ts';
import { baseAmount } from '../base-amount.ts';
import { customerWithin } from '../buyer.ts';
import { placeInTime } from '../place-in-time.ts';
import { currencyOf, readyLines, totalOf } from '../record-order.ts';
import { runningChanged } from '../running/course.ts';
import { settleOffer } from '../running/reasons.ts';
import { offerErrors, type ChangedOfferInput, type NewOfferInput, type OfferView } from './contract.ts';
import { offerSeen, offersSeen, offerToChange, presentOffers, type OfferedLine } from './offers-seen.ts';

const refuse = refusals(offerErrors);

/** What somebody is offered, at what price and until when. It counts nowhere until it is accepted. */
export async function makeOffer(ctx: Ctx, input: NewOfferInput, changeSetId: string | null = null): Promise<OfferView> {
  const currency = currencyOf(ctx, input.currency);
  const totalMinor = totalOf(input, readyLines(input.lines, currency), currency);
  if (totalMinor <= 0n) throw refuse('OFFER_AMOUNT_MISSING', { path: 'total' });
  refusePast(ctx, input.validUntil);
  const customerId = await customerWithin(ctx, input.customerId, 'orders.create');
  const id = newId();
  await sql`
    insert into order_offers (workspace_id, id, customer_id, title, lines, currency, total_minor, total_base_minor,
      valid_until, note, made_by, made_by_name, made_at, change_set_id)
    select ${ctx.workspace.id}, ${id}, ${customerId}, ${input.title}, ${JSON.stringify(input.lines.map(offered))}::jsonb,
      t.currency, t.total, ${baseAmount(ctx, 'total')}, ${input.validUntil}, ${input.note || null}, ${ctx.actor.memberId},
      ${ctx.actor.name}, ${ctx.now}, ${changeSetId}::uuid
    from (values (${currency}::char(3), ${totalMinor}::int8, ${ctx.today}::date)) as t (currency, total, day)`.execute(
    ctx.db,
  );
  await recordAudit(ctx, { action: 'offer.made', entity: 'order_offer', entityId: id });
  await runningChanged(ctx, [customerId]);
  return readOffer(ctx, { id });
}

export async function readOffer(ctx: Ctx, { id }: { id: string }): Promise<OfferView> {
  const row = await offerSeen(ctx, id);
  const [offer] = await presentOffers(ctx, [row]);
  if (!offer) throw refuse('OFFER_NOT_FOUND');
  ctx.reply.header('etag', `"${row.version}"`);
  return offer;
}

/** Other words, or another last day; what is offered and for how much stays: that would be another offer. */
export async function changeOffer(ctx: Ctx, { id, version, ...given }: ChangedOfferInput): Promise<OfferView> {
  const before = await offerToChange(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await readOffer(ctx, { id }) });
  if (before.state !== 'open') throw refuse('OFFER_ANSWERED');
  if (given.validUntil !== undefined && given.validUntil !== before.valid_until) refusePast(ctx, given.validUntil);
  await settleOffer(ctx, { id, validUntil: before.valid_until }, 'changed');
  await ctx.db
    .updateTable('order_offers')
    .set({
      ...(given.title ? { title: given.title } : {}),
      ...(given.validUntil ? { valid_until: given.validUntil } : {}),
      ...(given.note === undefined ? {} : { note: given.note || null }),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'offer.changed', entity: 'order_offer', entityId: id });
  await runningChanged(ctx, [before.customer_id]);
  return readOffer(ctx, { id });
}

interface OfferQuery {
  limit: number;
  cursor?: string | undefined;
  customerId?: string | undefined;
  state: 'open' | 'accepted' | 'declined';
}

/** Open ones by the day on which they end, answered ones newest first. */
export async function listOffers(ctx: Ctx, query: OfferQuery) {
  const open = query.state === 'open';
  const customer = query.customerId && (await customerSeen(ctx, query.customerId)).id;
  const base = offersSeen(ctx)
    .where('order_offers.state', '=', query.state)
    .$if(customer !== undefined, (qb) => qb.where('order_offers.customer_id', '=', customer as string))
    // So that the index of answered ones is known to fit.
    .$if(!open, (qb) => qb.where('order_offers.state', '<>', 'open'));
  const rows = await (open ? byLastDay(base, query) : byAnswer(base, query)).limit(query.limit + 1).execute();
  const counted = await ctx.db
    .selectFrom(base.limit(COUNT_LIMIT + 1).as('some'))
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow();
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const place = last && (open ? last.valid_until : (last.answered_at?.toISOString() ?? ''));
  return {
    items: await presentOffers(ctx, page),
    nextCursor: last && rows.length > query.limit ? encodeCursor([place ?? '', last.id]) : null,
    count: countOf(Number(counted.count)),
  };
}

type Offers = ReturnType<typeof offersSeen>;

function byLastDay(offers: Offers, { cursor }: OfferQuery): Offers {
  const [day, id] = decodeCursor(cursor, 2) ?? [];
  if (cursor !== undefined && !(isCivilDate(day) && typeof id === 'string' && isId(id))) {
    throw refuseCommon('BAD_INPUT', { path: 'cursor', problem: '' });
  }
  return offers
    .$if(cursor !== undefined, (qb) =>
      qb.where(sql<boolean>`(order_offers.valid_until, order_offers.id) > (${String(day)}::date, ${String(id)}::uuid)`),
    )
    .orderBy('order_offers.valid_until')
    .orderBy('order_offers.id');
}

function byAnswer(offers: Offers, { cursor }: OfferQuery): Offers {
  const before = placeInTime(cursor);
  return offers
    .$if(before !== null, (qb) =>
      qb.where(
        sql<boolean>`(order_offers.answered_at, order_offers.id) < (${before?.at}::timestamptz, ${before?.id}::uuid)`,
      ),
    )
    .orderBy('order_offers.answered_at', 'desc')
    .orderBy('order_offers.id', 'desc');
}

function refusePast(ctx: Ctx, validUntil: string): void {
  if (validUntil < ctx.today) throw refuse('OFFER_DAY_PAST', { path: 'validUntil' });
}

function offered(line: NewOfferInput['lines'][number]): OfferedLine {
  return {
    sku: line.sku || null,
    name: line.name ?? line.sku ?? '',
    category: line.category || null,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    discount: line.discount ?? '0',
  };
}
