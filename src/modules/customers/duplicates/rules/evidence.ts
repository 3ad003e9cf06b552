import type { MatchFacts } from './match-facts.ts';
import { compareNames } from './names.ts';

/**
 * Points for and against "these two cards are one customer". 100 is as sure as cards can make it. They are set so that
 * - a phone, an e-mail or a card number is nearly enough by itself, and a name beside it settles it;
 * - a name is worth something only beside something else that few people share;
 * - a phone with two different names is a family, not a duplicate.
 */
export const POINTS = {
  cardNumber: 75,
  phone: 60,
  email: 60,
  nameSame: 20,
  nameSounds: 15,
  /** Born on the same day of the same year. */
  birthday: 30,
  /** The same day, with no year on one of the cards. */
  birthdayDay: 16,
  address: 20,
  /** The last four digits, where the whole number differs. */
  phoneTail: 20,
  nameDiffers: -35,
  birthdayDiffers: -35,
  genderDiffers: -15,
  kindDiffers: -30,
  /** Each has a number of its own in the shop's older list. */
  numberDiffers: -10,
} as const;

export type EvidenceKind = keyof typeof POINTS;

export interface Evidence {
  kind: EvidenceKind;
  points: number;
  /** So many cards share it. */
  shared?: number;
}

/** From here on two cards are proposed for merging. */
export const PROPOSED = 35;

/** How many cards have the same phone and e-mail, both of these included; two unless known. */
export interface Sharing {
  phone?: number;
  email?: number;
}

export interface Likeness {
  /** 0–100 */
  score: number;
  evidence: Evidence[];
}

export function evidenceOf(a: MatchFacts, b: MatchFacts, sharing: Sharing = {}): Likeness {
  const evidence: Evidence[] = [];
  const say = (kind: EvidenceKind) => evidence.push({ kind, points: POINTS[kind] });
  if (a.cardNumber && a.cardNumber === b.cardNumber) say('cardNumber');
  const samePhone = a.phone !== null && a.phone === b.phone;
  if (samePhone) evidence.push(shared('phone', sharing.phone));
  if (a.email && a.email === b.email) evidence.push(shared('email', sharing.email));
  const names = compareNames(a.name, b.name);
  if (names === 'same') say('nameSame');
  if (names === 'sounds') say('nameSounds');
  if (names === 'differs') say('nameDiffers');
  sayOfBirthdays(a, b, say);
  if (a.address && a.address === b.address) say('address');
  const alike = names === 'same' || names === 'sounds';
  if (!samePhone && alike && a.phone && b.phone && a.phone.slice(-4) === b.phone.slice(-4)) say('phoneTail');
  if (a.gender && b.gender && a.gender !== b.gender) say('genderDiffers');
  if (a.kind !== b.kind) say('kindDiffers');
  if (a.externalId && b.externalId && a.externalId !== b.externalId) say('numberDiffers');
  const sum = evidence.reduce((total, { points }) => total + points, 0);
  return { score: Math.max(0, Math.min(100, sum)), evidence };
}

/** What three people share says less of two of them, what ten share next to nothing. */
function shared(kind: 'phone' | 'email', cards = 2): Evidence {
  const many = Math.max(2, cards);
  return { kind, points: Math.round((POINTS[kind] * 2) / many), ...(many > 2 ? { shared: many } : {}) };
}

function sayOfBirthdays(a: MatchFacts, b: MatchFacts, say: (kind: EvidenceKind) => void): void {
  if (a.birthdays.length === 0 || b.birthdays.length === 0) return;
  if (a.bornOn && b.bornOn) return say(a.bornOn === b.bornOn ? 'birthday' : 'birthdayDiffers');
  const common = a.birthdays.some((day) => b.birthdays.includes(day));
  if (common) return say('birthdayDay');
  // A day by the sun and one by the moon, without years, say nothing of each other.
  const calendars = (days: readonly string[]) => days.map((day) => day.split(' ')[0]);
  if (calendars(a.birthdays).some((one) => calendars(b.birthdays).includes(one))) say('birthdayDiffers');
}
