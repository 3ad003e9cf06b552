import { z } from 'zod';

/** What colleagues do themselves: each message is a task of theirs. */
export const byPeople = ['call', 'visit', 'letter', 'gift'] as const;
export const channelKinds = ['email', 'sms', 'wechat', 'wecom', 'page', 'webhook', ...byPeople] as const;
export const purposes = ['service', 'promise', 'greeting', 'promotion'] as const;
export const tongues = ['zh-CN', 'zh-TW', 'en'] as const;

/** Why somebody gets nothing; the words are `care:refused.<reason>`. */
export const refusals = [
  'noAddress',
  'noConsent',
  'saidNo',
  'noContact',
  'suppressed',
  'silenced',
  'noProfiling',
  'budget',
  'tooSoon',
  'sameAddress',
  'gone',
] as const;

export type ByPeople = (typeof byPeople)[number];
export type ChannelKind = (typeof channelKinds)[number];
export type Purpose = (typeof purposes)[number];
export type Tongue = (typeof tongues)[number];
export type Refused = (typeof refusals)[number];

export function isByPeople(kind: ChannelKind): kind is ByPeople {
  return (byPeople as readonly string[]).includes(kind);
}

/** A message there has a title of its own. */
export function hasSubject(kind: ChannelKind): boolean {
  return kind === 'email' || kind === 'page';
}

/** Two cards with the same address there are reached by one message; a house has many doors. */
export function isOneMailbox(kind: ChannelKind): boolean {
  return kind === 'email' || kind === 'sms' || kind === 'call';
}

/** What people write: nothing that PostgreSQL cannot store, no blanks at the ends. */
const clean = (text: string) => text.toWellFormed().replaceAll('\0', '').trim();
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => clean(text).replace(/\s+/g, ' '));
export const filledLine = (max: number) => line(max).pipe(z.string().min(1));
export const prose = (max: number) => z.string().max(max).transform(clean);
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
