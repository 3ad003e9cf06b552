import { parseAmount, parseDiscountRate, parseQuantity } from './amounts.ts';
import { cellKind, type CellKind } from './cell-kinds.ts';
import { parseDate } from './dates.ts';
import { looksLikeChineseName, parseGender } from './people.ts';
import { parseBirthday } from './birthdays.ts';
import type { HeaderMeaning } from './header-words.ts';

/** Shares, 0–1, of the filled cells of a column. */
export interface ColumnProfile {
  column: number;
  filled: number;
  kinds: Record<CellKind, number>;
  chineseName: number;
  gender: number;
  timeOnly: number;
  /** Readable as a rate of discount. */
  rate: number;
  /** Whole numbers below 100 without leading zero. */
  small: number;
  /** Of the filled cells, how many differ. */
  distinct: number;
  values: string[];
}

export function columnProfile(sample: string[][], column: number): ColumnProfile {
  const values = sample.map((row) => row[column]?.trim() ?? '').filter((value) => value !== '');
  const share = (test: (value: string) => boolean) => shareOf(values, test);
  const kinds = Object.fromEntries(
    KINDS.map((kind) => [kind, share((value) => cellKind(value) === kind)]),
  ) as ColumnProfile['kinds'];
  return {
    column,
    filled: values.length,
    kinds,
    chineseName: share(looksLikeChineseName),
    gender: share((value) => parseGender(value).ok),
    timeOnly: share((value) => /^\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?$/i.test(value)),
    rate: share((value) => parseDiscountRate(value).ok),
    small: share((value) => /^-?[1-9]?\d(\.0+)?$/.test(value)),
    distinct: values.length === 0 ? 0 : new Set(values).size / values.length,
    values,
  };
}

/** Whether the cells contradict what the header says. An empty column contradicts nothing. */
export function fitsMeaning(meaning: HeaderMeaning, profile: ColumnProfile): boolean {
  const test = TESTS[meaning];
  return !test || profile.filled === 0 || shareOf(profile.values, test) >= 0.5;
}

const KINDS: CellKind[] = ['empty', 'date', 'phone', 'email', 'whole', 'decimal', 'code', 'text'];

const isDate = (value: string) => parseDate(value, { order: 'mdy' }).ok || parseDate(value, { order: 'dmy' }).ok;
const isAmount = (value: string) => parseAmount(value).ok;

const TESTS: Partial<Record<HeaderMeaning, (value: string) => boolean>> = {
  placedAt: isDate,
  createdOn: isDate,
  promisedOn: isDate,
  handedOverAt: isDate,
  birthday: (value) => parseBirthday(value, { order: 'mdy' }).ok || isDate(value),
  phone: (value) => /\d{5}|\d[\d\s().-]{6}|e\+/i.test(value),
  email: (value) => value.includes('@'),
  gender: (value) => parseGender(value).ok,
  quantity: (value) => parseQuantity(value).ok,
  unitPrice: isAmount,
  lineTotal: isAmount,
  orderTotal: isAmount,
  amount: isAmount,
  refundAmount: isAmount,
  discount: (value) => isAmount(value) || parseDiscountRate(value).ok,
  discountRate: (value) => parseDiscountRate(value).ok,
  name: (value) => !isAmount(value),
  customerName: (value) => !isAmount(value),
  productName: (value) => !/^\d{1,3}([.,]\d+)?$/.test(value),
};

function shareOf(values: string[], test: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(test).length / values.length;
}
