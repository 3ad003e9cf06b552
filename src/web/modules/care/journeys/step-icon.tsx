import {
  IconArrowsSplit,
  IconClock,
  IconCoins,
  IconDoorExit,
  IconEar,
  IconForms,
  IconListCheck,
  IconMail,
  IconQuestionMark,
  IconTag,
  IconTicket,
  IconUserShare,
  IconWebhook,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { StepKind } from '../../../../modules/care/journeys/plan-contract.ts';

export const STEP_ICONS = {
  message: IconMail,
  wait: IconClock,
  until: IconEar,
  condition: IconQuestionMark,
  split: IconArrowsSplit,
  task: IconListCheck,
  coupon: IconTicket,
  points: IconCoins,
  tag: IconTag,
  field: IconForms,
  owner: IconUserShare,
  call: IconWebhook,
  leave: IconDoorExit,
} as const satisfies Record<StepKind, unknown>;

/** In the order in which they are offered. */
export const STEP_KINDS = Object.keys(STEP_ICONS) as StepKind[];

export function StepIcon({ kind }: { kind: StepKind }): ReactNode {
  const Icon = STEP_ICONS[kind];
  return <Icon size={17} stroke={1.7} aria-hidden="true" />;
}
