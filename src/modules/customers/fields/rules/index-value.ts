import { parseMoney } from '../../../../maths/money.ts';
import type { Birthday } from '../../rules/birthday.ts';
import { foldText } from '../../rules/fold.ts';
import { civilDayOf } from '../../rules/lunar.ts';
import { isShort, type Field, type FieldValue } from './field.ts';

/** A value as lists compare it. All empty: the field is filled, and that is all a list may know. */
export interface IndexedValue {
  key: string | null;
  text: string | null;
  num: number | null;
  day: string | null;
  unique: string | null;
}

const FILLED: IndexedValue = { key: null, text: null, num: null, day: null, unique: null };
const LONGEST_TEXT = 500;

/** The rows of the index for one value of one customer; several for several choices. */
export function indexedValues(field: Field, value: FieldValue): IndexedValue[] {
  const plain = field.unique && !field.sensitive ? uniqueText(value) : null;
  if (field.sensitive || !field.inLists || !isShort(field.type)) return [{ ...FILLED, unique: plain }];
  const rows = comparable(field, value);
  return rows.length === 0 ? [{ ...FILLED, unique: plain }] : rows.map((row) => ({ ...FILLED, ...row, unique: plain }));
}

function comparable({ type }: Field, value: FieldValue): Partial<IndexedValue>[] {
  switch (type) {
    case 'choice':
    case 'customer':
      return typeof value === 'string' ? [{ key: value }] : [];
    case 'multiChoice':
      return (Array.isArray(value) ? value : [String(value)]).map((key: string) => ({ key }));
    case 'yesNo':
      return typeof value === 'boolean' ? [{ key: value ? 'yes' : 'no' }] : [];
    case 'number':
      return typeof value === 'number' ? [{ num: value }] : [];
    case 'money':
      return isMoney(value) ? [{ num: minorOf(value) }] : [];
    case 'date':
      return [dayOf(value)];
    default:
      return typeof value === 'string' ? [{ text: foldedText(value) }] : [];
  }
}

/** As texts are compared in lists. */
export function foldedText(text: string): string {
  return foldText(text).slice(0, LONGEST_TEXT).toWellFormed();
}

function uniqueText(value: FieldValue): string | null {
  return typeof value === 'string' || typeof value === 'number' ? foldedText(String(value)) : null;
}

export function isMoney(value: unknown): value is { amount: string; currency: string } {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}

export function isDateParts(value: unknown): value is Birthday {
  return typeof value === 'object' && value !== null && 'calendar' in value && 'month' in value;
}

function minorOf({ amount, currency }: { amount: string; currency: string }): number | null {
  const read = parseMoney(amount, currency);
  return read.ok ? Number(read.value) : null;
}

/** A lunar day with its year is a day of the calendar; without, it comes again every year and is no one day. */
function dayOf(value: FieldValue): Partial<IndexedValue> {
  if (typeof value === 'string') return { day: value };
  if (!isDateParts(value) || value.year === undefined || value.calendar === 'solar') return {};
  const { year, month, day, leapMonth = false } = value;
  return { day: civilDayOf({ year, month, day, leapMonth: leapMonth === true }) };
}
