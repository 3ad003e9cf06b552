import type { Explanation } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { dayInWords, oneDecimal } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { percentOf, wholeDays } from '../words.ts';
import type { RecommendedGoods, Recommendations } from './contract.ts';
import type { Goods } from './goods-facts.ts';
import type { KnownOfCustomer, RecommendedById } from './recommend.ts';
import type { Shelf } from './shelf.ts';

export function presentRecommended(
  ctx: Ctx,
  shelf: Shelf,
  one: RecommendedById,
  known: KnownOfCustomer,
): RecommendedGoods {
  const product = known.facts.get(one.goods) as Goods;
  const why = whyOf(one);
  const rhythm = known.rhythms.get(one.goods);
  return {
    product,
    why,
    reason: translate(ctx.locale, ...sentenceOf(ctx, why, one, known)),
    dueOn: why === 'again' && rhythm ? rhythm.dueOn : null,
    lastOn: known.days.get(one.goods)?.[0] ?? null,
    times: one.times,
    score: thousandths(one.score),
    explanation: explained(shelf, one, known),
  };
}

export function presentBasis(shelf: Shelf): Recommendations['basis'] {
  const { customers, goods, countedAt, tried, recall, recallPopular, recallOwn } = shelf;
  const percent = (share: number | null) => Math.round(100 * (share ?? 0));
  return {
    customers,
    goods,
    countedAt: countedAt.toISOString(),
    tried,
    recall,
    recallPopular,
    recallOwn,
    explanation: {
      key: 'retention:recommend.basis',
      values: { customers, goods },
      steps: [
        recall === null
          ? { key: 'retention:recommend.untried', values: {} }
          : {
              key: 'retention:recommend.tried',
              values: { tried, ours: percent(recall), popular: percent(recallPopular), own: percent(recallOwn) },
            },
      ],
    },
  };
}

/** The part of the score that speaks loudest; what was never bought cannot be bought again. */
function whyOf({ parts, times, because }: RecommendedById): RecommendedGoods['why'] {
  if (times > 0 && parts.own >= Math.max(parts.alike, parts.popular)) return 'again';
  return because !== null && parts.alike >= parts.popular ? 'alike' : times > 0 ? 'again' : 'popular';
}

function sentenceOf(
  ctx: Ctx,
  why: RecommendedGoods['why'],
  { goods, because }: RecommendedById,
  { facts, counts, neighbours, days, rhythms }: KnownOfCustomer,
): [string, Record<string, unknown>] {
  const counted = counts.get(goods);
  if (why === 'popular') return ['retention:recommend.popular', { customers: counted?.recent ?? 0 }];
  if (why === 'alike' && because !== null) {
    const { together = 0 } = neighbours.get(because)?.find((one) => one.goods === goods) ?? {};
    const buyers = Math.max(1, counts.get(because)?.customers ?? 1);
    const values = { other: facts.get(because)?.name ?? '', percent: Math.max(1, percentOf(together / buyers)) };
    return ['retention:recommend.alike', values];
  }
  const rhythm = rhythms.get(goods);
  const day = dayInWords(ctx, days.get(goods)?.[0] ?? ctx.today);
  if (!rhythm) return ['retention:recommend.once', { day }];
  return ['retention:recommend.again', { usual: wholeDays(rhythm.usualDays), day, since: rhythm.sinceDays }];
}

function explained(
  shelf: Shelf,
  { score, parts, times, because }: RecommendedById,
  { facts }: KnownOfCustomer,
): Explanation {
  const { decay, popular, alike } = shelf.weights;
  const step = (key: string, values: Explanation['values']) => ({ key: `retention:recommend.${key}`, values });
  return {
    key: 'retention:recommend.score',
    values: { score: thousandths(score) },
    steps: [
      step('own', { own: thousandths(parts.own), times, decay: oneDecimal(100 * decay) }),
      step('likeness', {
        alike: thousandths(parts.alike),
        weight: alike,
        other: (because !== null && facts.get(because)?.name) || '–',
      }),
      step('popularity', { popular: thousandths(parts.popular), weight: popular }),
    ],
  };
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
