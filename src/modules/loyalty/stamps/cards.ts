import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { couponTerms, type GivenTerms } from '../coupons/contract.ts';
import { startReview } from '../review-all.ts';
import { worthInWords } from '../coupons/worth-in-words.ts';
import { stampErrors, type StampCardView } from './contract.ts';

const refuse = refusals(stampErrors);

/** Each order is looked at for every running card. */
const MOST_RUNNING = 20;

export async function listStampCards(ctx: Ctx) {
  return { items: await cardsWhere(ctx, sql`true`) };
}

interface NewCard {
  name: string;
  needed: number;
  counts: 'piece' | 'order';
  skus: readonly string[];
  categories: readonly string[];
  couponId: string;
  fromDay?: string | undefined;
}

export async function createStampCard(ctx: Ctx, input: NewCard, changeSetId: string | null = null) {
  const { rows } = await sql<{ running: number; fits: boolean | null }>`
    select (select count(*)::int from loyalty_stamp_cards where workspace_id = ${ctx.workspace.id} and ended_at is null) as running,
      (select c.code is null and c.ended_at is null from loyalty_coupons c
        where c.workspace_id = ${ctx.workspace.id} and c.id = ${input.couponId}) as fits`.execute(ctx.db);
  if (!rows[0]?.fits) throw refuse('STAMP_REWARD_UNFIT', { path: 'couponId' });
  if (rows[0].running >= MOST_RUNNING) throw refuse('STAMP_CARDS_TOO_MANY', { most: MOST_RUNNING });
  const id = newId();
  await ctx.db
    .insertInto('loyalty_stamp_cards')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      name: input.name,
      needed: input.needed,
      counts: input.counts,
      skus: input.skus.map((one) => one.toLowerCase()),
      categories: input.categories.map((one) => one.toLowerCase()),
      coupon_id: input.couponId,
      from_day: input.fromDay ?? ctx.today,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
      change_set_id: changeSetId,
    })
    .execute();
  if (input.fromDay !== undefined && input.fromDay < ctx.today) await startReview(ctx, null);
  await recordAudit(ctx, { action: 'loyalty_stamp_card.created', entity: 'loyalty_stamp_card', entityId: id });
  return cardNamed(ctx, id);
}

export async function endStampCard(ctx: Ctx, { id }: { id: string }): Promise<StampCardView> {
  const ended = await sql`
    update loyalty_stamp_cards set ended_at = ${ctx.now}
    where workspace_id = ${ctx.workspace.id} and id = ${id} and ended_at is null`.execute(ctx.db);
  if (ended.numAffectedRows === 1n) {
    await recordAudit(ctx, { action: 'loyalty_stamp_card.ended', entity: 'loyalty_stamp_card', entityId: id });
  }
  return cardNamed(ctx, id);
}

async function cardNamed(ctx: Ctx, id: string): Promise<StampCardView> {
  const [card] = await cardsWhere(ctx, sql`c.id = ${id}`);
  if (!card) throw refuse('STAMP_CARD_NOT_FOUND');
  return card;
}

interface CardRow extends Omit<StampCardView, 'reward'> {
  couponId: string;
  reward: string;
  terms: GivenTerms;
}

async function cardsWhere(ctx: Ctx, where: ReturnType<typeof sql>): Promise<StampCardView[]> {
  const { rows } = await sql<CardRow>`
    select c.id, c.name, c.needed, c.counts, c.skus, c.categories, c.from_day as "fromDay", c.ended_at is not null as ended,
      c.coupon_id as "couponId", p.name as reward, p.terms,
      (select count(distinct s.customer_id)::int from loyalty_stamps s
        where s.workspace_id = c.workspace_id and s.stamp_card_id = c.id and s.stamps > 0) as holders,
      (select count(*)::int from loyalty_stamp_rewards r
        where r.workspace_id = c.workspace_id and r.stamp_card_id = c.id and r.withdrawn_at is null) as rewards
    from loyalty_stamp_cards c join loyalty_coupons p on p.workspace_id = c.workspace_id and p.id = c.coupon_id
    where c.workspace_id = ${ctx.workspace.id} and ${where}
    order by c.created_at desc, c.id desc limit 200`.execute(ctx.db);
  return rows.map(({ couponId, reward, terms, ...row }) => {
    return { ...row, reward: { couponId, name: reward, worth: worthInWords(ctx, couponTerms.parse(terms)) } };
  });
}
