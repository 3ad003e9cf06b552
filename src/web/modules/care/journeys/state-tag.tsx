import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag, type TagTone } from '../../../kit/tag.tsx';
import type { Journey } from './api.ts';

const TONES: Readonly<Record<Journey['state'], TagTone>> = {
  draft: 'plain',
  running: 'teal',
  paused: 'mind',
  ended: 'plain',
};

export function JourneyState({ state }: { state: Journey['state'] }): ReactNode {
  const { t } = useTranslation('care');
  return <Tag tone={TONES[state]}>{t(`journey.state.${state}`)}</Tag>;
}
