import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag, type TagTone } from '../../../kit/tag.tsx';
import type { Campaign } from '../api.ts';

const TONES: Readonly<Partial<Record<Campaign['state'], TagTone>>> = {
  draft: 'plain',
  asked: 'mind',
  paused: 'mind',
  stopped: 'plain',
  finished: 'well',
};

const LOOK_AGAIN_MS = 2_000;

/** While messages are on their way a screen looks again by itself. */
export function againWhileMoving(state: Campaign['state'] | undefined): number | false {
  return state === 'freezing' || state === 'sending' ? LOOK_AGAIN_MS : false;
}

export function CampaignState({ state }: { state: Campaign['state'] }): ReactNode {
  const { t } = useTranslation('care');
  return <Tag tone={TONES[state] ?? 'teal'}>{t(`state.${state}`)}</Tag>;
}
