import { isCivilDate } from '../../../../maths/calendar.ts';
import { formatDecimal, parseMoney } from '../../../../maths/money.ts';
import { problemOfBirthday, type Birthday } from '../../rules/birthday.ts';
import { normaliseEmail } from '../../rules/email.ts';
import { foldText } from '../../rules/fold.ts';
import type { Field, FieldOption, FieldType, FieldValue } from './field.ts';

export interface ValueProblem {
  code:
    | 'FIELD_VALUE_TOO_LONG'
    | 'FIELD_NOT_TEXT'
    | 'FIELD_NOT_A_NUMBER'
    | 'FIELD_NOT_AN_AMOUNT'
    | 'FIELD_NOT_A_DATE'
    | 'FIELD_NOT_A_CHOICE'
    | 'FIELD_NOT_YES_OR_NO'
    | 'FIELD_NOT_A_PHONE'
    | 'FIELD_NOT_AN_EMAIL'
    | 'FIELD_NOT_A_LINK'
    | 'FIELD_NOT_A_FILE'
    | 'FIELD_NOT_A_CUSTOMER';
  params: Record<string, string | number>;
}

export type ReadValue = { value: FieldValue | null } | { problem: ValueProblem };

/** What only the shop knows: how its phone numbers are written, and its currency. */
export interface ValueTools {
  phone(text: string): string | undefined;
  currency: string;
}

const LONGEST = { text: 500, longText: 5_000, link: 1_000, choices: 60 } as const;

/** What was given for a field → the one spelling that is kept; `null` where nothing was said. */
export function readValue(field: Field, given: unknown, tools: ValueTools): ReadValue {
  if (isNothing(given)) return { value: null };
  return field.type === 'unsorted' ? { value: given as FieldValue } : READERS[field.type](given, field, tools);
}

export function isNothing(given: unknown): boolean {
  if (typeof given === 'string') return given.trim() === '';
  return given === null || given === undefined || (Array.isArray(given) && given.length === 0);
}

type Reader = (given: unknown, field: Field, tools: ValueTools) => ReadValue;

const READERS: Record<FieldType, Reader> = {
  text: (given, field) => readText(given, field, LONGEST.text, (text) => text.replace(/\s+/g, ' ')),
  longText: (given, field) => readText(given, field, LONGEST.longText, (text) => text),
  number: readNumber,
  money: readAmount,
  date: readDate,
  choice: readChoice,
  multiChoice: readChoices,
  yesNo: readYesNo,
  phone: (given, field, { phone }) => readBy(given, field, 'FIELD_NOT_A_PHONE', phone),
  email: (given, field) => readBy(given, field, 'FIELD_NOT_AN_EMAIL', normaliseEmail),
  link: (given, field) => readBy(given, field, 'FIELD_NOT_A_LINK', linkOf),
  file: (given, field) => readBy(given, field, 'FIELD_NOT_A_FILE', idOf),
  customer: (given, field) => readBy(given, field, 'FIELD_NOT_A_CUSTOMER', idOf),
};

function readText(given: unknown, field: Field, most: number, tidy: (text: string) => string): ReadValue {
  const text = plain(given) ?? optionName(given, field);
  if (text === undefined) return refused('FIELD_NOT_TEXT', field, given);
  const tidied = tidy(text.trim());
  return tidied.length > most ? refused('FIELD_VALUE_TOO_LONG', field, given, { most }) : { value: tidied };
}

function readNumber(given: unknown, field: Field): ReadValue {
  const text = plain(given)?.normalize('NFKC').replace(/[\s,]/g, '') ?? '';
  const number = /^[+-]?\d{1,15}(\.\d{1,9})?$/.test(text) || typeof given === 'number' ? Number(text) : Number.NaN;
  const fits = Number.isFinite(number) && Math.abs(number) < 1e15;
  // Minus zero is printed as nought and would not come back the same.
  return fits ? { value: number === 0 ? 0 : number } : refused('FIELD_NOT_A_NUMBER', field, given);
}

function readAmount(given: unknown, field: Field, tools: ValueTools): ReadValue {
  const currency = field.unit ?? tools.currency;
  const money = given as { amount?: unknown; currency?: unknown };
  const isMoney = typeof given === 'object' && given !== null && !Array.isArray(given);
  if (isMoney && money.currency !== undefined && money.currency !== currency) {
    return refused('FIELD_NOT_AN_AMOUNT', field, `${String(money.amount)} ${String(money.currency)}`, { currency });
  }
  const text = plain(isMoney ? money.amount : given)
    ?.normalize('NFKC')
    .replace(/[\s,]/g, '');
  const read = parseMoney(text, currency);
  if (!read.ok || Math.abs(Number(read.value)) > Number.MAX_SAFE_INTEGER) {
    return refused('FIELD_NOT_AN_AMOUNT', field, isMoney ? money.amount : given, { currency });
  }
  return { value: { amount: formatDecimal(read.value, currency), currency } };
}

/** Dates of plans lie ahead, so any day counts as past. */
const NO_FUTURE = '9999-12-31';

function readDate(given: unknown, field: Field): ReadValue {
  const refusal = refused('FIELD_NOT_A_DATE', field, given);
  if (typeof given === 'string') {
    const day = given.trim();
    return isCivilDate(day) && day >= '1900-01-01' && day <= '2100-12-31' ? { value: day } : refusal;
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return refusal;
  const { calendar = 'solar', year, month, day, leapMonth } = given as Partial<Birthday>;
  if (calendar !== 'solar' && calendar !== 'lunar') return refusal;
  const date: Birthday = {
    calendar,
    ...(year === undefined || year === null ? {} : { year }),
    month: Number(month),
    day: Number(day),
    ...(leapMonth ? { leapMonth: true } : {}),
  };
  if (problemOfBirthday(date, NO_FUTURE)) return refusal;
  return { value: calendar === 'solar' && date.year !== undefined ? civilOf(date.year, date) : date };
}

function civilOf(year: number, { month, day }: Birthday): string {
  return [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

function readChoice(given: unknown, field: Field): ReadValue {
  const text = plain(Array.isArray(given) && given.length === 1 ? given[0] : given);
  const option = text === undefined ? undefined : optionFor(field.options, text);
  return option ? { value: option.key } : refused('FIELD_NOT_A_CHOICE', field, given);
}

function readChoices(given: unknown, field: Field): ReadValue {
  const texts = Array.isArray(given) ? given.map(plain) : [plain(given)];
  const options = texts.map((text) => (text === undefined ? undefined : optionFor(field.options, text)));
  const unknown = options.indexOf(undefined);
  if (unknown >= 0) return refused('FIELD_NOT_A_CHOICE', field, Array.isArray(given) ? given[unknown] : given);
  const keys = [...new Set(options.flatMap((option) => option?.key ?? []))];
  return { value: keys };
}

/** By its key, or by its name as somebody would write it. */
export function optionFor(options: readonly FieldOption[], text: string): FieldOption | undefined {
  const offered = options.filter(({ removed }) => !removed);
  const folded = foldText(text.trim());
  return offered.find(({ key }) => key === text) ?? offered.find(({ name }) => foldText(name) === folded);
}

const YES = new Set(['true', 'yes', 'y', '1']);
const NO = new Set(['false', 'no', 'n', '0']);

function readYesNo(given: unknown, field: Field): ReadValue {
  const word = plain(given)?.trim().toLowerCase() ?? '';
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : refused('FIELD_NOT_YES_OR_NO', field, given);
}

function readBy(
  given: unknown,
  field: Field,
  code: ValueProblem['code'],
  read: (text: string) => string | undefined,
): ReadValue {
  const text = typeof given === 'number' ? String(given) : given;
  const value = typeof text === 'string' && text.length <= LONGEST.link ? read(text.trim()) : undefined;
  return value === undefined ? refused(code, field, given) : { value };
}

/** Only what a browser opens without running anything: http and https, without a password in it. */
function linkOf(text: string): string | undefined {
  if (/\s/.test(text)) return undefined;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^:/]+:\d+/.test(text) ? text : `https://${text}`);
  const fine = url && /^https?:$/.test(url.protocol) && url.hostname.includes('.') && !url.username && !url.password;
  return fine && url.href.length <= LONGEST.link ? url.href : undefined;
}

function idOf(text: string): string | undefined {
  const id = text.toLowerCase();
  return /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/.test(id) ? id : undefined;
}

function plain(given: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof given) ? String(given) : undefined;
}

// A choice that became text: what stood for the option is said in its words.
function optionName(given: unknown, { options }: Field): string | undefined {
  if (!Array.isArray(given) || !given.every((part) => typeof part === 'string')) return undefined;
  return given.map((key) => options.find((option) => option.key === key)?.name ?? key).join(', ');
}

function refused(
  code: ValueProblem['code'],
  field: Field,
  given: unknown,
  more: Record<string, string | number> = {},
): { problem: ValueProblem } {
  const text = (plain(given) ?? '…').slice(0, 60);
  return { problem: { code, params: { field: field.name, text, ...more } } };
}
