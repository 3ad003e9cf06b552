import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../kit/use-formats.ts';
import type { ProgrammeRules } from '../api.ts';

/** A programme in sentences, as a shop owner would tell it. */
export function useRuleSentences(): (rules: ProgrammeRules) => string[] {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const money = (amount: string) => f.money({ amount, currency: f.settings.baseCurrency });
  return ({ earn, redeem, expiry, pendingDays, activities, tiers, limits }) => [
    t('says.earn', { count: earn.points, points: f.number(earn.points), per: money(earn.per) }),
    ...(earn.perOrder > 0 ? [t('says.perOrder', { points: f.number(earn.perOrder) })] : []),
    ...(Number(earn.minimum) > 0 ? [t('says.minimum', { amount: money(earn.minimum) })] : []),
    ...(earn.maxPerOrder === null ? [] : [t('says.maxPerOrder', { points: f.number(earn.maxPerOrder) })]),
    ...(earn.maxPerDay === null ? [] : [t('says.maxPerDay', { points: f.number(earn.maxPerDay) })]),
    ...earn.boosts.map(({ name, times }) => t(Number(times) === 0 ? 'says.leftOut' : 'says.boost', { name, times })),
    ...activities.map(({ name, points, unit, perMonth }) =>
      [
        unit
          ? t('says.unit', { name, points: f.number(points), unit })
          : t('says.activity', { name, points: f.number(points) }),
        perMonth === null ? '' : t('says.perMonth', { times: perMonth }),
      ].join(''),
    ),
    t('says.redeem', {
      points: f.number(redeem.points),
      worth: money(redeem.worth),
      minimum: f.number(redeem.minimum),
    }),
    ...(redeem.maxShare < 100 ? [t('says.maxShare', { share: redeem.maxShare })] : []),
    pendingDays > 0 ? t('says.pending', { days: pendingDays }) : t('says.atOnce'),
    expiry.kind === 'date'
      ? t('says.expiry.date', { day: f.date(expiry.date) })
      : t(`says.expiry.${expiry.kind}`, {
          months: 'months' in expiry ? expiry.months : 0,
          count: 'years' in expiry ? expiry.years : 0,
        }),
    t(`says.tiers.${tiers.window}`, { by: t(`by.${tiers.by}`), grace: tiers.graceDays }),
    t('says.alone', { points: f.number(limits.alone) }),
  ];
}
