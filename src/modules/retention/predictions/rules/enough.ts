import { median } from '../../../../maths/statistics.ts';
import type { Shop } from './buyers.ts';

/** What is there, beside what is needed. */
export type Missing = { what: 'customers' | 'repeaters' | 'days'; have: number; need: number };

const CUSTOMERS = 50;
const REPEATERS = 10;
const DAYS = 60;

/** What is missing before anything can be told; empty where there is enough. */
export function missingIn({ buyers, of, until }: Shop): Missing[] {
  const repeaters = buyers.filter(({ days }) => days.length > 1).length;
  const first = buyers.reduce((earliest, { days }) => Math.min(earliest, days[0] ?? until), until);
  const gaps = buyers.flatMap(({ days }) => days.slice(1, 20).map((day, i) => day - (days[i] ?? day)));
  const days = Math.max(DAYS, Math.ceil(2 * (median(gaps) ?? 0)));
  return [
    { what: 'customers' as const, have: of, need: CUSTOMERS },
    { what: 'repeaters' as const, have: Math.round((repeaters * of) / Math.max(1, buyers.length)), need: REPEATERS },
    { what: 'days' as const, have: until - first, need: days },
  ].filter(({ have, need }) => have < need);
}

/** Nobody bought before the last third of the time: half as long again is needed to hold anything against. */
export function tooShort({ buyers, until }: Shop): Missing[] {
  const first = buyers.reduce((earliest, { days }) => Math.min(earliest, days[0] ?? until), until);
  return [{ what: 'days', have: until - first, need: Math.ceil(1.5 * (until - first)) }];
}

/** Of all sales. */
export const HUGE = 0.2;

/** The customer who alone brought more than a fifth of all sales: he would speak for everybody. */
export function hugeBuyer({ buyers }: Shop): number | null {
  const sums = buyers.map(({ minors }) => minors.reduce((sum, minor) => sum + minor, 0));
  const all = sums.reduce((sum, one) => sum + one, 0);
  const largest = sums.reduce((most, one) => Math.max(most, one), 0);
  return largest > HUGE * all ? sums.indexOf(largest) : null;
}
