import { useTranslation } from 'react-i18next';
import type { Money } from '../../../kit/formats.ts';
import { useFormats } from '../../../kit/use-formats.ts';

/** What a comparison says in one sentence: more or less, for certain or perhaps by chance. */
export function useVerdict(): (lift: { revenue: Money; certain: boolean }) => string {
  const { t } = useTranslation('care');
  const f = useFormats();
  return ({ revenue, certain }) => {
    const less = revenue.amount.startsWith('-');
    const amount = less ? revenue.amount.slice(1) : revenue.amount;
    return t(`effect.${certain ? 'certain' : 'unsure'}${less ? 'Less' : ''}`, {
      revenue: f.money({ ...revenue, amount }, 'none'),
    });
  };
}
