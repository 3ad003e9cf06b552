import type { ColumnProfile } from './column-content.ts';
import type { Meaning, TableKind } from './header-words.ts';

export interface ContentGuess {
  column: number;
  meaning: Meaning;
  confidence: number;
}

/** For columns whose header says nothing, or that have none. Never sure: the person sees every guess. */
export function guessByContent(
  profiles: ColumnProfile[],
  open: Set<number>,
  taken: Set<Meaning>,
  kind: TableKind,
): ContentGuess[] {
  const guesses: ContentGuess[] = [];
  const take = (meaning: Meaning, confidence: number, fits: (profile: ColumnProfile) => boolean, last = false) => {
    if (taken.has(meaning)) return;
    const free = profiles.filter((profile) => open.has(profile.column) && profile.filled > 0 && fits(profile));
    const found = last ? free.at(-1) : free[0];
    if (!found) return;
    open.delete(found.column);
    taken.add(meaning);
    guesses.push({ column: found.column, meaning, confidence });
  };
  take('phone', 0.6, (profile) => profile.kinds.phone > 0.7);
  take('email', 0.6, (profile) => profile.kinds.email > 0.7);
  take('gender', 0.5, (profile) => profile.gender > 0.9 && profile.kinds.text > 0.9);
  take(kind === 'orders' ? 'customerName' : 'name', 0.5, (profile) => profile.chineseName > 0.6);
  if (kind === 'orders') takeOrderColumns(profiles, open, take);
  else takeCustomerColumns(take);
  return guesses;
}

type Take = (meaning: Meaning, confidence: number, fits: (profile: ColumnProfile) => boolean, last?: boolean) => void;

function takeCustomerColumns(take: Take): void {
  take('birthday', 0.4, (profile) => profile.kinds.date > 0.8 && shareOfYears(profile, 1930, 2012) > 0.8);
  take('createdOn', 0.3, (profile) => profile.kinds.date > 0.8);
  take('externalId', 0.4, (profile) => profile.distinct > 0.98 && isIdentifier(profile));
}

function takeOrderColumns(profiles: ColumnProfile[], open: Set<number>, take: Take): void {
  take('placedAt', 0.6, (profile) => profile.kinds.date > 0.8);
  // Without a date among the columns the table is no list of orders, and numbers may be anything.
  if (!profiles.some((profile) => profile.kinds.date > 0.8)) return;
  take('orderTotal', 0.5, (profile) => open.has(profile.column) && profile.kinds.decimal > 0.8, true);
  take('quantity', 0.4, (profile) => profile.small > 0.9 && profile.kinds.whole > 0.9);
  // Of two numbers for the same customer the one next to the purchase is the shop's own.
  take('customerExternalId', 0.4, (profile) => isIdentifier(profile) && profile.distinct < 0.98, true);
  take('orderId', 0.4, (profile) => isIdentifier(profile) && profile.distinct >= 0.98);
}

function isIdentifier({ kinds, values }: ColumnProfile): boolean {
  const lengths = new Set(values.map((value) => value.length)).size;
  return kinds.code > 0.7 || (kinds.code + kinds.whole > 0.9 && lengths <= 3);
}

function shareOfYears({ values }: ColumnProfile, from: number, to: number): number {
  const years = values.map((value) => Number(/(?:19|20)\d\d/.exec(value)?.[0] ?? 0));
  return years.filter((year) => year >= from && year <= to).length / Math.max(1, values.length);
}
