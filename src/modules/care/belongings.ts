import type { Belonging } from '../customers/index.ts';
import { eventBelongings } from './events/setup.ts';
import { journeyBelongings } from './journeys/setup.ts';
import { memberBelongings } from './member/setup.ts';

export const careBelongings: readonly Belonging[] = [
  {
    table: 'care_messages',
    onMerge: 'move',
    onErase: { blank: ['address', 'fields'] },
    inPackage: ['state', 'reason', 'sent_at', 'address', 'opened_at', 'clicked_at', 'unsubscribed_at'],
  },
  {
    table: 'care_answers',
    onMerge: 'move',
    onErase: 'delete',
    inPackage: ['at', 'channel', 'subject', 'body'],
  },
  {
    table: 'care_followers',
    onMerge: 'move',
    onErase: 'delete',
    inPackage: ['address', 'following_since', 'last_seen_at'],
  },
  { table: 'care_pauses', onMerge: 'move', onErase: 'delete', inPackage: ['reason', 'until', 'at'] },
  ...journeyBelongings,
  ...eventBelongings,
  ...memberBelongings,
  { table: 'care_topic_choices', onMerge: 'move', onErase: 'delete', inPackage: ['topic_id', 'wanted', 'at'] },
];
