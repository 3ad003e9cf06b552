import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Formats } from '../../../kit/formats.ts';
import { useFormats } from '../../../kit/use-formats.ts';
import type { RewardLine, RewardList } from '../api.ts';

type Sums = Pick<RewardList, 'customers' | 'points' | 'amount'>;

/** "12 customers · 6,000 points". */
export function useSums(): (sums: Sums) => string {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  return ({ customers, points, amount }) =>
    [
      t('rewards.sums', { count: customers }),
      points > 0 ? t('rewards.sumPoints', { points: f.number(points) }) : '',
      Number(amount.amount) > 0 ? f.money(amount) : '',
    ]
      .filter(Boolean)
      .join(' · ');
}

export function rewardInWords(
  t: TFunction<'loyalty'>,
  f: Formats,
  kind: RewardList['rules']['give']['kind'],
  { points, amount }: Pick<RewardLine, 'points' | 'amount'>,
): string {
  if (kind === 'coupon') return t('rewards.code');
  return points > 0 ? t('rewards.sumPoints', { points: f.number(points) }) : f.money(amount);
}
