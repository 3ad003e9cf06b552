import { columnProfile, fitsMeaning, type ColumnProfile } from './column-content.ts';
import { guessByContent } from './guess-by-content.ts';
import {
  meaningsOfHeader,
  type CustomerMeaning,
  type HeaderMatch,
  type Meaning,
  type OrderMeaning,
  type TableKind,
} from './header-words.ts';

export interface ColumnGuess<M extends Meaning = Meaning> {
  column: number;
  meaning?: M;
  /** 0–1; below 0.6 the person should look. */
  confidence: number;
  /** NOT_NEEDED: understood, but nothing that is kept. TAKEN: another column has this meaning more clearly. */
  reason: 'HEADER' | 'HEADER_PART' | 'CONTENT' | 'NOT_NEEDED' | 'TAKEN' | 'UNKNOWN';
}

export type Layout = 'orders' | 'lines';

export function guessColumns(header: string[], sample: string[][], kind: 'customers'): ColumnGuess<CustomerMeaning>[];
export function guessColumns(header: string[], sample: string[][], kind: 'orders'): ColumnGuess<OrderMeaning>[];
export function guessColumns(header: string[], sample: string[][], kind: TableKind): ColumnGuess[];
/** What each column means, by its header and by what its cells hold; every column is answered, in order. */
export function guessColumns(header: string[], sample: string[][], kind: TableKind): ColumnGuess[] {
  const profiles = header.map((_, column) => columnProfile(sample, column));
  const wishes = header.flatMap((name, column) => wishesOf(name, column, profiles[column], kind));
  const guesses = settled(wishes, header.length);
  const open = new Set(guesses.filter((guess) => guess.reason === 'UNKNOWN').map((guess) => guess.column));
  const taken = new Set(guesses.flatMap((guess) => guess.meaning ?? []));
  for (const found of guessByContent(profiles, open, taken, kind)) {
    guesses[found.column] = { ...found, reason: 'CONTENT' };
  }
  return withAmounts(guesses, wishes, sample);
}

/** One row per order, or one row per order line: the same order number on several rows. */
export function guessLayout(guesses: ColumnGuess[], sample: string[][]): Layout {
  const orderId = guesses.find((guess) => guess.meaning === 'orderId')?.column;
  if (orderId === undefined) return 'orders';
  const ids = sample.map((row) => row[orderId]?.trim() ?? '').filter((id) => id !== '');
  if (new Set(ids).size < ids.length) return 'lines';
  return guesses.some((guess) => guess.meaning === 'sku' || guess.meaning === 'unitPrice') ? 'lines' : 'orders';
}

interface Wish extends HeaderMatch {
  column: number;
}

const MAY_REPEAT = new Set<string>(['tags', 'note', 'notNeeded', 'amount']);

function wishesOf(name: string, column: number, profile: ColumnProfile | undefined, kind: TableKind): Wish[] {
  return meaningsOfHeader(name, kind).map((match) => {
    const meaning = nearerMeaning(match.meaning, profile);
    const fits = !profile || fitsMeaning(meaning, profile);
    return { column, meaning, confidence: fits ? match.confidence : match.confidence * 0.3, reason: match.reason };
  });
}

function nearerMeaning(meaning: HeaderMatch['meaning'], profile: ColumnProfile | undefined): HeaderMatch['meaning'] {
  if (meaning === 'placedAt' && profile && profile.timeOnly > 0.8) return 'placedTime';
  // Zeros alone are as likely amounts.
  const someRate = profile?.values.some((value) => /^0?\.0*[1-9]|[^\d.]/.test(value));
  if (meaning === 'discount' && someRate && profile && profile.rate > 0.9) return 'discountRate';
  return meaning;
}

function settled(wishes: Wish[], columns: number): ColumnGuess[] {
  const guesses: ColumnGuess[] = Array.from({ length: columns }, (_, column) => ({
    column,
    confidence: 0,
    reason: 'UNKNOWN',
  }));
  const taken = new Set<string>();
  const best = [...wishes].filter((wish) => wish.confidence >= 0.25).sort((a, b) => b.confidence - a.confidence);
  for (const { column, meaning, confidence, reason } of best) {
    const guess = guesses[column];
    if (!guess || guess.meaning || guess.reason === 'NOT_NEEDED') continue;
    if (taken.has(meaning) && !MAY_REPEAT.has(meaning)) {
      guesses[column] = { column, confidence, reason: 'TAKEN' };
      continue;
    }
    taken.add(meaning);
    // Amounts wait until it is known whether a row is an order or a line.
    if (meaning === 'amount') guesses[column] = { column, confidence, reason: 'TAKEN' };
    else if (meaning === 'notNeeded') guesses[column] = { column, confidence, reason: 'NOT_NEEDED' };
    else guesses[column] = { column, meaning, confidence, reason };
  }
  return guesses;
}

function withAmounts(guesses: ColumnGuess[], wishes: Wish[], sample: string[][]): ColumnGuess[] {
  const layout = guessLayout(guesses, sample);
  const order: OrderMeaning[] = layout === 'lines' ? ['lineTotal', 'orderTotal'] : ['orderTotal', 'lineTotal'];
  const free = order.filter((meaning) => !guesses.some((guess) => guess.meaning === meaning));
  const amounts = wishes.filter((wish) => wish.meaning === 'amount').sort((a, b) => b.confidence - a.confidence);
  // A shop's second amount next to a settled one says nothing that is known.
  const wanted = free[0] === order[0] ? free.slice(0, 1) : [];
  const result = [...guesses];
  for (const { column, confidence, reason } of amounts) {
    if (result[column]?.meaning) continue;
    const meaning = wanted.shift();
    result[column] = meaning ? { column, meaning, confidence, reason } : { column, confidence, reason: 'TAKEN' };
  }
  return result;
}
