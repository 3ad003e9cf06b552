import type { Ctx } from '../../../kernel/context.ts';
import type { Html } from '../../../kernel/http/html.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { Frame, Tab } from './frame.ts';

/** Where somebody stands in a room of the member's own pages. */
export interface InRoom {
  customerId: string;
  /** The room's own address. */
  here: string;
  /** The one thing that is looked at; null: all of them. */
  item: string | null;
  /** What was done just now, from the address: only words that the room knows are shown. */
  said: string | null;
  /** Why the last press did nothing. */
  problem: string | null;
}

/** A page that another module adds to the member's own: messages, events … */
export interface MemberRoom {
  /** The last part of its address: `/m/<shop>/<key>`. */
  key: string;
  /** What its tab says, and how much waits there unread; null where the shop has nothing of the kind. */
  tab(ctx: Ctx, customerId: string): Promise<{ label: string; waiting: number } | null>;
  /** Null: there is no such thing, or not any more; all of them can always be shown. */
  show(ctx: Ctx, at: InRoom): Promise<{ title: string; body: Html } | null>;
  /** What was pressed; answers where to go on, from the room's own address: `?said=…`, `/<item>`. */
  act(ctx: Ctx, at: InRoom, form: Readonly<Record<string, string>>): Promise<string>;
  /** The member signs out: what this phone was told stops. */
  leave?(ctx: Ctx, customerId: string): Promise<void>;
}

const rooms = new Map<string, MemberRoom>();

export function registerMemberRoom(room: MemberRoom): void {
  rooms.set(room.key, room);
}

export function roomOf(key: string): MemberRoom | undefined {
  return rooms.get(key);
}

export async function leaveRooms(ctx: Ctx, customerId: string): Promise<void> {
  for (const room of rooms.values()) await room.leave?.(ctx, customerId);
}

/** The pages that a member goes between: points first, the own card last. */
export async function tabsFor({ tongue }: Frame, ctx: Ctx, customerId: string): Promise<Tab[]> {
  const word = (key: string) => translate(tongue, `loyalty:member.tab.${key}`);
  const found: Tab[] = [];
  for (const room of rooms.values()) {
    const tab = await room.tab(ctx, customerId);
    if (tab) found.push({ key: room.key, path: `/${room.key}`, ...tab });
  }
  return [
    { key: 'points', path: '', label: word('points'), waiting: 0 },
    ...found,
    { key: 'card', path: '/card', label: word('card'), waiting: 0 },
  ];
}
