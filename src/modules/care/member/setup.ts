import type { Belonging } from '../../customers/index.ts';
import { registerMemberRoom } from '../../loyalty/index.ts';
import { messagesRoom } from './messages-room.ts';
import { newsRoom } from './news-room.ts';

export const memberBelongings: readonly Belonging[] = [
  { table: 'care_page_messages', onMerge: 'move', onErase: 'delete', inPackage: ['title', 'body', 'at', 'read_at'] },
  { table: 'care_page_devices', onMerge: 'move', onErase: 'delete', inPackage: ['created_at', 'last_sent_at'] },
  { table: 'care_page_visits', onMerge: 'move', onErase: 'delete', inPackage: ['last_at'] },
];

/** What this room adds to the member's own pages; called once at start by `module.ts`. */
export function hangIn(): void {
  registerMemberRoom(messagesRoom);
  registerMemberRoom(newsRoom);
}
