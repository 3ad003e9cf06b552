import { civilDayOf, lunarDateOf, lunarMonthLength, lunarYearHasLeap } from '../../rules/lunar.ts';
import type { Birthday } from '../../rules/birthday.ts';
import { foldText } from '../../rules/fold.ts';
import { phoneTail } from '../../rules/phone.ts';
import words from './name-words.json' with { type: 'json' };
import { nameKey, type NameKey } from './names.ts';

/** What a card says of itself, as it is stored. */
export interface CardFacts {
  kind: 'person' | 'company';
  name: string;
  /** As `normalisePhone` writes it. */
  phone: string | null;
  email: string | null;
  cardNumber: string | null;
  externalId: string | null;
  gender: string | null;
  birthday: Birthday | null;
  address: Readonly<Record<string, string>> | null;
}

/** The same, in the spellings by which cards are compared. */
export interface MatchFacts {
  kind: 'person' | 'company';
  name: NameKey | undefined;
  phone: string | null;
  email: string | null;
  cardNumber: string | null;
  externalId: string | null;
  gender: string | null;
  /** Whole dates by the sun, where the year is known. */
  bornOn: string | null;
  /** Days of the year, `sun MM-DD` and `moon MM-DD`, that are this birthday. */
  birthdays: readonly string[];
  address: string | null;
}

export function matchFactsOf(card: CardFacts): MatchFacts {
  return {
    kind: card.kind,
    name: nameKey(card.name),
    phone: card.phone,
    email: card.email && mailboxOf(card.email),
    cardNumber: card.cardNumber && foldText(card.cardNumber).replace(/[\s-]/g, ''),
    externalId: card.externalId,
    gender: card.gender === 'male' || card.gender === 'female' ? card.gender : null,
    ...birthdayFacts(card.birthday),
    address: card.address && addressKey(card.address),
  };
}

/**
 * What two cards of one customer are likely to have in common; cards without a common key are never compared. Each key
 * is rare by itself: a name alone is none.
 */
export function matchKeys({ name, phone, email, cardNumber, birthdays, address }: MatchFacts): MatchKey[] {
  const keys: MatchKey[] = [];
  if (phone) keys.push({ kind: 'phone', text: phone });
  if (email) keys.push({ kind: 'email', text: email });
  if (cardNumber) keys.push({ kind: 'card', text: cardNumber });
  for (const spoken of (name?.spoken ?? []).slice(0, READINGS)) {
    if (phone) keys.push({ kind: 'tail', text: `${phoneTail(phone)} ${spoken}` });
    for (const day of birthdays) keys.push({ kind: 'born', text: `${day} ${spoken}` });
    if (address) keys.push({ kind: 'at', text: `${address} ${spoken}` });
  }
  return keys;
}

/** At most eight. */
export const KEY_KINDS = ['phone', 'email', 'card', 'tail', 'born', 'at'] as const;
export interface MatchKey {
  kind: (typeof KEY_KINDS)[number];
  text: string;
}

/** Whoever writes to one of these reaches the other: dots and +tags of Gmail, the older name of its domain. */
export function mailboxOf(email: string): string {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return `${local}@${domain}`;
  return `${local.replace(/\+.*$/, '').replaceAll('.', '')}@gmail.com`;
}

const READINGS = 4;
/** A town alone is the address of many. */
const SHORTEST_ADDRESS = 6;
const HOUSE_NUMBER = new RegExp(`[\\d${words.numerals.join('')}]`, 'u');
const TOWN = new RegExp(`^.*?[${words.townEnds.join('')}](?=.{6})`, 'u');

function addressKey(address: Readonly<Record<string, string>>): string | null {
  const parts = ['province', 'city', 'district', 'street', 'line', 'text'].map((part) => address[part] ?? '');
  const precise = foldText(parts.slice(3).join('')).replace(/[^\p{L}\p{N}]/gu, '');
  if ([...precise].length < SHORTEST_ADDRESS || !HOUSE_NUMBER.test(precise)) return null;
  // Some write the town into the line, some beside it; what follows the town is the same.
  const town = foldText(parts.slice(0, 3).join('')).replace(/[^\p{L}\p{N}]/gu, '');
  const whole = precise.startsWith(town) ? precise.slice(town.length) : precise;
  return whole.replace(TOWN, '') || whole;
}

function birthdayFacts(birthday: Birthday | null): Pick<MatchFacts, 'bornOn' | 'birthdays'> {
  if (!birthday) return { bornOn: null, birthdays: [] };
  const { calendar, year, month, day, leapMonth = false } = birthday;
  if (calendar === 'solar') {
    if (!year) return { bornOn: null, birthdays: [`sun ${two(month)}-${two(day)}`] };
    const bornOn = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
    const moon = lunarDateOf(bornOn);
    return { bornOn, birthdays: [`sun ${bornOn.slice(5)}`, `moon ${two(moon.month)}-${two(moon.day)}`] };
  }
  const moonDay = `moon ${two(month)}-${two(day)}`;
  const leap = leapMonth && year !== undefined && lunarYearHasLeap(year, month);
  if (!year || day > lunarMonthLength(year, month, leap)) return { bornOn: null, birthdays: [moonDay] };
  const bornOn = civilDayOf({ year, month, leapMonth: leap, day });
  return { bornOn, birthdays: [`sun ${bornOn.slice(5)}`, moonDay] };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
