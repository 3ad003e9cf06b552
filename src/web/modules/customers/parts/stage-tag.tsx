import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag, type TagTone } from '../../../kit/tag.tsx';
import type { Customer } from '../api.ts';

const TONES: Record<Customer['stage'], TagTone> = {
  lead: 'plain',
  prospect: 'teal',
  active: 'well',
  sleeping: 'mind',
  lost: 'plain',
};

export function StageTag({ stage }: { stage: Customer['stage'] }): ReactNode {
  const { t } = useTranslation('customers');
  return <Tag tone={TONES[stage]}>{t(`stage.${stage}`)}</Tag>;
}
