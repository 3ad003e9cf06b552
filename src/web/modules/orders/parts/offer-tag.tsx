import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { OfferView } from '../api.ts';

/** What became of an offer, or until when it holds. */
export function OfferTag({ offer: { state, validUntil, ranOut } }: { offer: OfferView }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  if (state === 'accepted') return <Tag tone="well">{t('offer.state.accepted')}</Tag>;
  if (state === 'declined') return <Tag tone="plain">{t('offer.state.declined')}</Tag>;
  const day = f.date(validUntil);
  if (ranOut) return <Tag tone="act">{t('offer.ranOut', { day })}</Tag>;
  return <Tag tone={validUntil === f.settings.today ? 'mind' : 'teal'}>{t('offer.holdsUntil', { day })}</Tag>;
}
