import type { DrawRules, DrawView } from '../api.ts';

export type Prize = DrawRules['prizes'][number];

export const KINDS = ['gift', 'coupon', 'points', 'value'] as const;

export function blankGive(kind: (typeof KINDS)[number]): Prize['give'] {
  if (kind === 'gift') return { kind, giftId: '' };
  if (kind === 'coupon') return { kind, couponId: '' };
  return kind === 'points' ? { kind, points: 10 } : { kind, amount: '5' };
}

export function onePrize(): Prize {
  return { name: '', odds: 1000, stock: null, give: blankGive('points') };
}

export function blank(today: string): DrawRules {
  return {
    name: '',
    points: 100,
    orderFrom: null,
    dayLimit: 3,
    personLimit: null,
    fromDay: today,
    untilDay: today,
    prizes: [onePrize()],
    fallback: null,
  };
}

export function rulesOf({
  name,
  points,
  orderFrom,
  dayLimit,
  personLimit,
  fromDay,
  untilDay,
  prizes,
  fallback,
}: DrawView): DrawRules {
  return {
    name,
    points,
    orderFrom,
    dayLimit,
    personLimit,
    fromDay,
    untilDay,
    fallback,
    prizes: prizes.map((prize) => ({ name: prize.name, odds: prize.odds, stock: prize.stock, give: prize.give })),
  };
}
