import { sql } from 'kysely';
import demo from '../../../../kits/retail/loyalty.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { isDemoShop } from '../../transfer/index.ts';
import { couponTerms } from '../coupons/contract.ts';
import { writeCoupon } from '../coupons/coupons.ts';
import { createGift } from '../gifts/gifts.ts';
import { programmeRules } from '../programme/contract.ts';
import { publishDraft, readProgramme, writeDraft } from '../programme/programme.ts';
import { suggestedRules } from '../programme/suggestion.ts';
import { createStampCard } from '../stamps/cards.ts';

/** The demo shop has members: a programme that reaches half a year back, coupons, gifts and a stamp card. Once, and only where there is none. */
export async function openDemoProgramme(ctx: Ctx, changeSetId: string | null): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId))) return;
  const { current, draft } = await readProgramme(ctx);
  if (current || draft) return;
  const suggested = suggestedRules(ctx);
  const levels = suggested.tiers.levels.map((level, n, all) =>
    n === all.length - 1 ? { ...level, credit: demo.credit.terms } : level,
  );
  const rules = programmeRules.parse({
    ...suggested,
    tiers: { ...suggested.tiers, levels },
    expiry: { kind: 'months', months: 6 },
  });
  const { version } = await writeDraft(ctx, { rules });
  await publishDraft(ctx, { version, fromDay: addDays(ctx.today, -HALF_A_YEAR) });
  await sql`
    update loyalty_programmes set change_set_id = ${changeSetId} where workspace_id = ${ctx.workspace.id}`.execute(
    ctx.db,
  );
  const limits = { fromDay: null, untilDay: null, totalLimit: null };
  for (const { name, terms, code, personLimit } of demo.coupons) {
    await writeCoupon(ctx, { name, code, ...limits, personLimit, terms: couponTerms.parse(terms) }, changeSetId);
  }
  for (const gift of demo.gifts) await createGift(ctx, { ...gift, personLimit: null }, changeSetId);
  const { reward, ...card } = demo.stampCard;
  const terms = couponTerms.parse(reward.terms);
  const coupon = { name: reward.name, code: null, ...limits, personLimit: null, terms };
  const { id: couponId } = await writeCoupon(ctx, coupon, changeSetId);
  const goods = { counts: 'piece', skus: [], categories: [] } as const;
  const fromDay = addDays(ctx.today, -SOME_WEEKS);
  await createStampCard(ctx, { ...card, ...goods, couponId, fromDay }, changeSetId);
}

const HALF_A_YEAR = 182;
const SOME_WEEKS = 42;
