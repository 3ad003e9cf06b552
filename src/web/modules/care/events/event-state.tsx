import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag, type TagTone } from '../../../kit/tag.tsx';
import type { Gathering, GuestState } from './api.ts';

const TONES: Readonly<Record<Gathering['state'], TagTone>> = {
  coming: 'teal',
  now: 'mind',
  past: 'plain',
  cancelled: 'plain',
};
const GUEST_TONES: Readonly<Record<GuestState, TagTone>> = {
  invited: 'plain',
  registered: 'well',
  waiting: 'mind',
  away: 'plain',
};

export function EventState({ state }: { state: Gathering['state'] }): ReactNode {
  const { t } = useTranslation('care');
  return <Tag tone={TONES[state]}>{t(`event.state.${state}`)}</Tag>;
}

export function GuestTag({ state }: { state: GuestState }): ReactNode {
  const { t } = useTranslation('care');
  return <Tag tone={GUEST_TONES[state]}>{t(`event.guestState.${state}`)}</Tag>;
}
