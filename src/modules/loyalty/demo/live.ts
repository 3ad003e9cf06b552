import { sql } from 'kysely';
import demo from '../../../../kits/retail/loyalty.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { isDemoShop } from '../../transfer/index.ts';
import { saleNumber } from '../counter/sale-number.ts';
import { openCredit } from '../credit/credits.ts';
import { raiseOverdue } from '../credit/overdue.ts';
import { drawRules } from '../draws/contract.ts';
import { drawOnce } from '../draws/draw.ts';
import { createDraw, publishDraw } from '../draws/draws.ts';
import { claimGift, handOutGift } from '../gifts/claims.ts';
import { usablePoints } from '../ledger/usable.ts';
import { ensureCode } from '../referrals/referrals.ts';
import { changeReferralTerms } from '../referrals/terms.ts';
import { reviewCustomers } from '../review.ts';
import { sellGiftCard } from '../value/gift-cards.ts';
import { payWithValue, topUp } from '../value/pay.ts';
import { changeValueTerms } from '../value/terms.ts';

/** Once the demo shop's orders are there, its best customers use what the programme offers. Once per import. */
export async function liveDemoProgramme(ctx: Ctx, changeSetId: string | null): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId, 'orders')) || (await lives(ctx))) return;
  const best = await bestCustomers(ctx, changeSetId);
  await reviewCustomers(ctx, best);
  await takeGifts(ctx, best);
  await payAhead(ctx, best, changeSetId);
  await putOnAccount(ctx, best, changeSetId);
  await recommend(ctx, best, changeSetId);
  await drawLots(ctx, best, changeSetId);
}

async function lives(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ lives: boolean }>`
    select exists (select from loyalty_value_terms where workspace_id = ${ctx.workspace.id})
      or exists (select from loyalty_referral_terms where workspace_id = ${ctx.workspace.id})
      or not exists (select from loyalty_gifts where workspace_id = ${ctx.workspace.id} and change_set_id is not null)
      as lives`.execute(ctx.db);
  return rows[0]?.lives ?? true;
}

async function takeGifts(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  const gifts = await giftsOfDemo(ctx);
  const usable = await usablePoints(ctx, customerIds);
  const left = [...customerIds];
  for (const { gift, collected } of demo.claims) {
    const wanted = gifts.find(({ name }) => name === demo.gifts[gift]?.name);
    const at = left.findIndex((id) => wanted && (usable.get(id)?.points ?? 0) >= Number(wanted.points));
    const [customerId] = at < 0 ? [] : left.splice(at, 1);
    if (!wanted || !customerId) continue;
    const { id } = await claimGift(ctx, { id: wanted.id, customerId });
    if (collected) await handOutGift(ctx, { id });
  }
}

async function payAhead(ctx: Ctx, customerIds: readonly string[], changeSetId: string): Promise<void> {
  await changeValueTerms(ctx, { bonuses: demo.bonuses, most: null, version: 0 });
  for (const [n, { amount, paid }] of demo.topUps.entries()) {
    const customerId = customerIds[n];
    if (!customerId) break;
    await topUp(ctx, { customerId, amount });
    if (paid !== null) await payWithValue(ctx, { customerId, amount: paid });
  }
  await sellGiftCard(ctx, { amount: demo.giftCard });
  await ours(ctx, ['loyalty_value_terms', 'loyalty_value_cards'], changeSetId);
}

/** Some of the best have a sale on account; the older one should have been paid by now. */
async function putOnAccount(ctx: Ctx, customerIds: readonly string[], changeSetId: string): Promise<void> {
  const left = new Set(customerIds);
  for (const daysAgo of demo.credit.daysAgo) {
    const { rows } = await sql<{
      id: string;
      externalId: string;
      customerId: string;
      owed: bigint;
      day: string;
      at: Date;
    }>`
      select id, external_id as "externalId", customer_id as "customerId", total_base_minor as owed, day, placed_at as at
      from orders where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId}
        and customer_id = any (${[...left]}::uuid[]) and day <= ${addDays(ctx.today, -daysAgo)}::date and total_base_minor > 0
      order by day desc, id limit 1`.execute(ctx.db);
    const [sale] = rows;
    if (!sale) continue;
    left.delete(sale.customerId);
    const { id: orderId, externalId, customerId, owed, day, at } = sale;
    const reference = saleNumber({ id: orderId, externalId });
    const dueOn = addDays(day, demo.credit.terms.days);
    await openCredit({ ...ctx, now: at, today: day }, { customerId, orderId, owed, dueOn, reference });
  }
  await raiseOverdue(ctx, null);
}

/** The best customers have a link to pass on; who comes through it is rewarded with them. */
async function recommend(ctx: Ctx, givers: readonly string[], changeSetId: string): Promise<void> {
  const { links, ...terms } = demo.referrals;
  await changeReferralTerms(ctx, { open: true, ...terms, version: 0 });
  for (const giver of givers.slice(0, links)) await ensureCode(ctx, giver);
  await ours(ctx, ['loyalty_referral_terms'], changeSetId);
}

/** A draw that is open, and the best customers have tried their luck. */
async function drawLots(ctx: Ctx, customerIds: readonly string[], changeSetId: string): Promise<void> {
  const { prizes, days, tries, ...rules } = demo.draw;
  const gifts = await giftsOfDemo(ctx);
  const { id, version } = await createDraw(
    ctx,
    drawRules.parse({
      ...rules,
      fromDay: ctx.today,
      untilDay: addDays(ctx.today, days),
      // Without points it is the gift of that name.
      prizes: prizes.map(({ points, ...prize }) => ({
        ...prize,
        give: points
          ? { kind: 'points', points }
          : { kind: 'gift', giftId: gifts.find(({ name }) => name === prize.name)?.id },
      })),
    }),
    changeSetId,
  );
  await publishDraw(ctx, { id, version });
  const usable = await usablePoints(ctx, customerIds);
  const able = customerIds.filter((customerId) => (usable.get(customerId)?.points ?? 0) >= rules.points);
  for (const customerId of able.slice(0, tries)) await drawOnce(ctx, { id, customerId });
}

function giftsOfDemo(ctx: Ctx) {
  return ctx.db
    .selectFrom('loyalty_gifts')
    .select(['id', 'name', 'points'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', 'is not', null)
    .execute();
}

/** Everything there is of it came with the demo shop, and goes with it. */
async function ours(
  ctx: Ctx,
  tables: readonly ('loyalty_value_terms' | 'loyalty_value_cards' | 'loyalty_referral_terms')[],
  changeSetId: string,
): Promise<void> {
  for (const table of tables) {
    await sql`
      update ${sql.table(table)} set change_set_id = ${changeSetId}
      where workspace_id = ${ctx.workspace.id}`.execute(ctx.db);
  }
}

const SOME = 12;

async function bestCustomers(ctx: Ctx, changeSetId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.customer_id as id from orders o
    join customers c on c.workspace_id = o.workspace_id and c.id = o.customer_id and c.binned_at is null
    where o.workspace_id = ${ctx.workspace.id} and o.change_set_id = ${changeSetId}
    group by o.customer_id order by sum(o.total_base_minor) desc nulls last, o.customer_id limit ${SOME}`.execute(
    ctx.db,
  );
  return rows.map(({ id }) => id);
}
