import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { FigureView, RuleGiven } from '../../api.ts';
import { useValueOf } from './value-of.ts';

/** A rule as one would say it: "¥200 when “Customers kept” reaches 90%, at most ¥300". */
export function useRuleSentence() {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { inUnit } = useValueOf();
  const money = (amount: string | null) => f.money({ amount: amount ?? '0', currency: f.settings.baseCurrency });
  return (rule: RuleGiven, figures: readonly FigureView[]): string => {
    const figure = figures.find(({ key }) => key === rule.figure);
    const kind =
      rule.kind !== 'reached'
        ? rule.kind
        : rule.from === null
          ? 'reachedOwn'
          : figure?.fewer
            ? 'reachedFewer'
            : 'reached';
    const sentence = t(`incentive.sentence.${kind}`, {
      figure: figure?.name ?? rule.figure,
      amount: money(rule.amount),
      percent: rule.percent,
      from: inUnit(figure?.unit ?? 'count', rule.from ?? 0),
    });
    const limit = rule.atMost === null ? [] : [t('incentive.sentence.atMost', { amount: money(rule.atMost) })];
    return [sentence, ...limit].join(f.settings.language === 'en' ? ', ' : '，');
  };
}
