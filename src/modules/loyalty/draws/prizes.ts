import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { issue } from '../coupons/vouchers.ts';
import type { Account, Books } from '../ledger/books.ts';
import { pointErrors } from '../ledger/contract.ts';
import { givePoints } from '../ledger/points.ts';
import { currentVersion, minorOf } from '../programme/programme.ts';
import { worthOf } from '../programme/rules/worth.ts';
import { accountOf, writeLines } from '../value/cards.ts';
import type { DrawPrize } from './contract.ts';
import type { DrawRow } from './rows.ts';

const pointsRefused = refusals(pointErrors);

/** The places of prizes that are not used up and whose gift or coupon is still to be had. Gifts stay locked. */
export async function whatIsThere(ctx: Ctx, { prizes }: DrawRow): Promise<Set<number>> {
  const left = prizes.filter(({ stock, won }) => stock === null || won < stock);
  const gifts = left.flatMap(({ give }) => (give.kind === 'gift' ? [give.giftId] : []));
  const coupons = left.flatMap(({ give }) => (give.kind === 'coupon' ? [give.couponId] : []));
  const things = new Set<string>();
  if (gifts.length > 0) {
    const { rows } = await sql<{ id: string; there: boolean }>`
      select id, ended_at is null and coalesce(stock, 1) > 0 as there from loyalty_gifts
      where workspace_id = ${ctx.workspace.id} and id = any (${gifts}::uuid[]) order by id for update`.execute(ctx.db);
    for (const { id, there } of rows) if (there) things.add(id);
  }
  if (coupons.length > 0) {
    const { rows } = await sql<{ id: string }>`
      select id from loyalty_coupons where workspace_id = ${ctx.workspace.id} and id = any (${coupons}::uuid[])
        and ended_at is null and coalesce(until_day, ${ctx.today}::date) >= ${ctx.today}::date`.execute(ctx.db);
    for (const { id } of rows) things.add(id);
  }
  const had = ({ give }: DrawPrize) =>
    give.kind === 'gift' ? things.has(give.giftId) : give.kind !== 'coupon' || things.has(give.couponId);
  return new Set(left.filter(had).map(({ place }) => place));
}

/** What came of a prize. `costMinor`: what it costs at once; points and coupons cost when they are used. */
export interface HandedOver {
  costMinor?: bigint;
  claimId?: string;
  voucherId?: string | undefined;
  actId?: string;
}

export async function handOver(
  ctx: Ctx,
  books: Books,
  account: Account,
  draw: DrawRow,
  { give, name }: DrawPrize,
): Promise<HandedOver> {
  const { customerId } = account;
  if (give.kind === 'gift') return putAside(ctx, give.giftId, customerId);
  if (give.kind === 'coupon') return giveCode(ctx, give.couponId, customerId);
  if (give.kind === 'points') {
    const version = await currentVersion(ctx);
    if (!version) throw pointsRefused('POINTS_WITHOUT_PROGRAMME');
    const facts = { kind: 'earn', source: 'draw', reason: draw.name, programmeId: version.id } as const;
    givePoints(ctx, books, account, version, give.points, facts);
    return {};
  }
  const bonus = minorOf(ctx, give.amount) ?? 0n;
  const [card, actId] = [await accountOf(ctx, customerId), newId()];
  const reason = [draw.name, name].join(' · ');
  await writeLines(ctx, [{ card, actId, kind: 'top_up', customerId, paid: 0n, bonus, reason }]);
  return { actId, costMinor: bonus };
}

/** It waits to be picked up as one that was paid for does; it costs what its points would have paid for. */
async function putAside(ctx: Ctx, giftId: string, customerId: string): Promise<HandedOver> {
  const claimId = newId();
  const { rows } = await sql<{ points: bigint }>`
    with claim as (
      insert into loyalty_gift_claims (workspace_id, id, gift_id, customer_id, points, at, by_name)
      values (${ctx.workspace.id}, ${claimId}, ${giftId}, ${customerId}, 0, ${ctx.now}, ${ctx.actor.name}))
    update loyalty_gifts set stock = stock - 1
    where workspace_id = ${ctx.workspace.id} and id = ${giftId} returning points`.execute(ctx.db);
  const version = await currentVersion(ctx);
  const points = Number(rows[0]?.points ?? 0n);
  return { claimId, costMinor: version ? worthOf(version.rules.redeem, version.worthMinor, points) : 0n };
}

async function giveCode(ctx: Ctx, couponId: string, customerId: string): Promise<HandedOver> {
  const coupon = await ctx.db
    .selectFrom('loyalty_coupons')
    .select(['id', 'terms', 'until_day'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', couponId)
    .executeTakeFirstOrThrow();
  const [voucher] = await issue(ctx, coupon, [customerId], 'draw');
  return { voucherId: voucher?.id };
}
