import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { OrderSummary } from '../api.ts';

/** Where an order stands, with its day; red once that is over. Nothing for what was handed over long ago. */
export function PhaseTag({ order }: { order: Pick<OrderSummary, 'phase' | 'promisedOn' | 'afterUntil'> }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const { phase, promisedOn, afterUntil } = order;
  if (phase === 'in' && promisedOn) {
    const tone = promisedOn < f.settings.today ? 'act' : promisedOn === f.settings.today ? 'mind' : 'teal';
    return <Tag tone={tone}>{t('course.promisedFor', { day: f.date(promisedOn) })}</Tag>;
  }
  if (phase === 'after' && afterUntil)
    return <Tag tone="plain">{t('course.afterUntil', { day: f.date(afterUntil) })}</Tag>;
  return null;
}
