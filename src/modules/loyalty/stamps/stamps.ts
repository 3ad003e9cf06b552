import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { customerSeen, holdCards, reaching } from '../../customers/index.ts';
import { issue } from '../coupons/vouchers.ts';
import { stampErrors, type HeldCard, type StampedCard } from './contract.ts';
import { cardInHand, rewardsDue } from './rules/full-cards.ts';

const refuse = refusals(stampErrors);

/** Stamps what their orders give by now, gives the reward of full cards, and takes it back where an order came back. */
export async function reviewStamps(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  const cards = await runningCards(ctx);
  if (cards.length === 0 || customerIds.length === 0) return;
  const ids = [...new Set((await holdCards(ctx, customerIds)).values())].sort();
  await oneAfterTheOther(ctx, ids);
  await stampOrders(ctx, ids);
  await giveRewards(ctx, ids, cards);
}

interface Stamping {
  id: string;
  customerId: string;
  stamps: number;
  reason: string;
}

export async function stampByHand(ctx: Ctx, { id, customerId, stamps, reason }: Stamping): Promise<HeldCard> {
  const customer = await customerSeen(ctx, customerId);
  if (!(await reaching(ctx, customer.id, ['loyalty.post'])).has('loyalty.post')) {
    throw refuseCommon('NOT_ALLOWED', { permission: 'loyalty.post' });
  }
  const card = (await runningCards(ctx)).find((one) => one.id === id);
  if (!card) throw refuse((await anyCard(ctx, id)) ? 'STAMP_CARD_ENDED' : 'STAMP_CARD_NOT_FOUND');
  const owner = (await holdCards(ctx, [customer.id])).get(customer.id) ?? customer.id;
  await oneAfterTheOther(ctx, [owner]);
  const before = (await standing(ctx, [owner])).find((one) => one.cardId === id);
  if (cardInHand(before ?? NONE, card.needed).stamps + stamps < 0) throw refuse('STAMPS_TOO_FEW', { path: 'stamps' });
  await ctx.db
    .insertInto('loyalty_stamps')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      stamp_card_id: id,
      customer_id: owner,
      stamps,
      reason,
      day: ctx.today,
      at: ctx.now,
      by_name: ctx.actor.name,
    })
    .execute();
  await giveRewards(ctx, [owner], [card]);
  const held = (await stampsOfCustomer(ctx, { customerId: owner })).items.find((one) => one.card.id === id);
  return held as HeldCard;
}

export async function stampsOfCustomer(ctx: Ctx, asked: { customerId: string }): Promise<{ items: HeldCard[] }> {
  const { id } = await customerSeen(ctx, asked.customerId);
  const cards = await runningCards(ctx);
  const stood = cards.length === 0 ? [] : await standing(ctx, [id]);
  return {
    items: cards.map(({ id: cardId, name, needed, reward }) => {
      const stamped = stood.find((one) => one.cardId === cardId) ?? NONE;
      return { card: { id: cardId, name, needed, reward }, ...cardInHand(stamped, needed), rewards: stamped.rewards };
    }),
  };
}

/** The running cards that somebody has begun. */
export async function stampedCards(ctx: Ctx, customerId: string): Promise<StampedCard[]> {
  const { items } = await stampsOfCustomer(ctx, { customerId });
  return items
    .filter(({ stamps, rewards }) => stamps > 0 || rewards > 0)
    .map(({ card: { name, needed, reward }, stamps, toGo }) => ({ name, stamps, needed, toGo, reward }));
}

/** What an order stamped, and how the cards stand by now. */
export async function stampsOfOrder(
  ctx: Ctx,
  { orderId, customerId }: { orderId: string; customerId: string },
): Promise<(StampedCard & { given: number })[]> {
  const { rows } = await sql<{ cardId: string; given: number }>`
    select stamp_card_id as "cardId", stamps as given from loyalty_stamps
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId} and order_id = ${orderId}
      and stamps > 0`.execute(ctx.db);
  if (rows.length === 0) return [];
  const given = new Map(rows.map((row) => [row.cardId, row.given]));
  const [cards, stood] = [await runningCards(ctx), await standing(ctx, [customerId])];
  return cards.flatMap(({ id, name, needed, reward }) => {
    const here = given.get(id);
    const stamped = stood.find(({ cardId }) => cardId === id) ?? NONE;
    return here === undefined ? [] : [{ name, needed, reward, ...cardInHand(stamped, needed), given: here }];
  });
}

const NONE = { stamps: 0, rewards: 0 };

interface Running {
  id: string;
  name: string;
  needed: number;
  reward: string;
  couponId: string;
}

async function runningCards(ctx: Ctx): Promise<Running[]> {
  const { rows } = await sql<Running>`
    select c.id, c.name, c.needed, c.coupon_id as "couponId", p.name as reward
    from loyalty_stamp_cards c join loyalty_coupons p on p.workspace_id = c.workspace_id and p.id = c.coupon_id
    where c.workspace_id = ${ctx.workspace.id} and c.ended_at is null order by c.created_at, c.id`.execute(ctx.db);
  return rows;
}

export async function anyStampCard(ctx: Ctx): Promise<boolean> {
  return (await runningCards(ctx)).length > 0;
}

async function anyCard(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from loyalty_stamp_cards where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  return rows.length > 0;
}

/** Two tills that fill one card together give its reward once. */
async function oneAfterTheOther(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended('loyalty stamps ' || ${ctx.workspace.id}::text || id, 0))
    from unnest(${[...ids]}::text[]) as t (id)`.execute(ctx.db);
}

/** Of an order that was refunded in part, the share of its stamps that its money left says. */
async function stampOrders(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`
    with given as (
      select c.id as card_id, o.id as order_id, o.customer_id, o.day, case
          when o.state = 'cancelled' or o.total_base_minor is null or o.total_base_minor <= o.refunded_base_minor then 0
          when c.counts = 'order' then 1
          else floor(coalesce(sum(floor(l.quantity)), 0) * (o.total_base_minor - o.refunded_base_minor) / o.total_base_minor)
        end::int as stamps
      from loyalty_stamp_cards c
      join orders o on o.workspace_id = c.workspace_id and o.customer_id = any (${[...ids]}::uuid[]) and o.day >= c.from_day
      left join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id and l.quantity > 0
      left join products p on p.workspace_id = l.workspace_id and p.id = l.product_id
      where c.workspace_id = ${ctx.workspace.id} and c.ended_at is null
        and ((c.skus = '{}' and c.categories = '{}') or lower(l.sku) = any (c.skus)
          or lower(coalesce(l.category, p.category)) = any (c.categories))
      group by c.id, c.counts, o.workspace_id, o.id
    ), gone as (
      update loyalty_stamps s set stamps = 0
      where s.workspace_id = ${ctx.workspace.id} and s.customer_id = any (${[...ids]}::uuid[]) and s.order_id is not null
        and s.stamps <> 0 and exists (
          select from loyalty_stamp_cards c where c.workspace_id = s.workspace_id and c.id = s.stamp_card_id and c.ended_at is null)
        and not exists (select from given g
          where g.card_id = s.stamp_card_id and g.order_id = s.order_id and g.customer_id = s.customer_id)
    )
    insert into loyalty_stamps (workspace_id, id, stamp_card_id, customer_id, order_id, stamps, day, at, by_name)
    select ${ctx.workspace.id}, gen_random_uuid(), card_id, customer_id, order_id, stamps, day, ${ctx.now}, ${ctx.actor.name}
    from given
    where stamps > 0 or exists (select from loyalty_stamps s where s.workspace_id = ${ctx.workspace.id}
      and s.stamp_card_id = given.card_id and s.order_id = given.order_id and s.customer_id = given.customer_id)
    on conflict (workspace_id, stamp_card_id, order_id, customer_id) do update set stamps = excluded.stamps
    where loyalty_stamps.stamps <> excluded.stamps`.execute(ctx.db);
}

interface Stood {
  cardId: string;
  customerId: string;
  stamps: number;
  rewards: number;
}

async function standing(ctx: Ctx, ids: readonly string[]): Promise<Stood[]> {
  const { rows } = await sql<Stood>`
    select coalesce(s.card_id, r.card_id) as "cardId", coalesce(s.customer_id, r.customer_id) as "customerId",
      coalesce(s.stamps, 0)::int as stamps, coalesce(r.rewards, 0)::int as rewards
    from (select stamp_card_id as card_id, customer_id, sum(stamps) as stamps from loyalty_stamps
      where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...ids]}::uuid[]) group by 1, 2) s
    full join (select stamp_card_id as card_id, customer_id, count(*) as rewards from loyalty_stamp_rewards
      where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...ids]}::uuid[]) and withdrawn_at is null
      group by 1, 2) r on r.card_id = s.card_id and r.customer_id = s.customer_id
    order by 1, 2`.execute(ctx.db);
  return rows;
}

async function giveRewards(ctx: Ctx, ids: readonly string[], cards: readonly Running[]): Promise<void> {
  const stood = await standing(ctx, ids);
  for (const card of cards) {
    const due = stood.flatMap((one) => (one.cardId === card.id ? [{ ...one, due: rewardsDue(one, card.needed) }] : []));
    await issueFor(
      ctx,
      card,
      due.flatMap(({ customerId, due: count }) => Array.from({ length: Math.max(0, count) }, () => customerId)),
    );
    const tooMany = due.filter((one) => one.due < 0);
    if (tooMany.length > 0) await withdraw(ctx, card, tooMany);
  }
}

async function issueFor(ctx: Ctx, card: Running, owners: readonly string[]): Promise<void> {
  if (owners.length === 0) return;
  const coupon = await ctx.db
    .selectFrom('loyalty_coupons')
    .select(['id', 'terms', 'until_day', 'ended_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', card.couponId)
    .executeTakeFirstOrThrow();
  // A coupon that is over is worth nothing; a card that is full stays so.
  if (coupon.ended_at !== null || (coupon.until_day !== null && coupon.until_day < ctx.today)) return;
  const vouchers = await issue(ctx, coupon, owners, 'stamp');
  await sql`
    insert into loyalty_stamp_rewards (workspace_id, voucher_id, stamp_card_id, customer_id, at)
    select ${ctx.workspace.id}, id, ${card.id}, customer_id, ${ctx.now}
    from unnest(${vouchers.map(({ id }) => id)}::uuid[], ${vouchers.map(({ customerId }) => customerId)}::uuid[])
      as t (id, customer_id)`.execute(ctx.db);
}

/** Codes that were not used yet; for a used one the next stamps pay. */
async function withdraw(
  ctx: Ctx,
  card: Running,
  tooMany: readonly { customerId: string; due: number }[],
): Promise<void> {
  await sql`
    with over as (
      select * from unnest(${tooMany.map(({ customerId }) => customerId)}::uuid[], ${tooMany.map(({ due }) => -due)}::int[])
        as t (customer_id, count)
    ), unused as (
      select v.id, row_number() over (partition by r.customer_id order by r.at desc, v.id desc) <= over.count as goes
      from over
      join loyalty_stamp_rewards r on r.workspace_id = ${ctx.workspace.id} and r.stamp_card_id = ${card.id}
        and r.customer_id = over.customer_id and r.withdrawn_at is null
      join loyalty_vouchers v on v.workspace_id = r.workspace_id and v.id = r.voucher_id
        and v.used_at is null and v.withdrawn_at is null
    ), vouchers as (
      update loyalty_vouchers v set withdrawn_at = ${ctx.now}
      from unused u
      where v.workspace_id = ${ctx.workspace.id} and v.id = u.id and u.goes and v.used_at is null returning v.id
    )
    update loyalty_stamp_rewards r set withdrawn_at = ${ctx.now}
    from vouchers v where r.workspace_id = ${ctx.workspace.id} and r.voucher_id = v.id`.execute(ctx.db);
}
