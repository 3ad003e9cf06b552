import { parseAmount, parseDiscountRate, parseQuantity, type ParsedAmount } from './amounts.ts';
import { parseBirthday, type Birthday } from './birthdays.ts';
import { plainText, understood, type Cell } from './cell.ts';
import { parseDate, type DateOrder, type ParsedDate } from './dates.ts';
import { parseGender, parseYesNo, type Gender } from './people.ts';
import { parsePhoneCell, type PhoneCell } from './phones.ts';

/** What a cell becomes, by what its column means. */
export interface CellValues {
  text: string;
  /** Several columns of this kind are joined. */
  longText: string;
  tags: string[];
  date: ParsedDate;
  /** `HH:MM:SS` */
  time: string;
  amount: ParsedAmount;
  quantity: string;
  rate: string;
  phone: PhoneCell;
  gender: Gender;
  birthday: Birthday;
  yesNo: boolean;
}
export type CellReader = keyof CellValues;

/** How a column writes its values, found out from the whole file or said by the person. */
export interface ReadHints {
  dateOrder?: DateOrder;
  decimal?: '.' | ',';
}

type Readers = { [Reader in CellReader]: (text: string, hints: ReadHints) => Cell<CellValues[Reader]> };

/** `CELL_EMPTY` where a cell holds nothing, or only a sign that stands for nothing. */
export const readCell: Readers = {
  text: (text) => filled(text, wholeText),
  longText: (text) => filled(text, (value) => value.trim()),
  tags: (text) => filled(text, tagsOf),
  date: (text, { dateOrder }) => parseDate(text, { order: dateOrder }),
  time: readTime,
  amount: parseAmount,
  quantity: parseQuantity,
  rate: parseDiscountRate,
  phone: parsePhoneCell,
  gender: parseGender,
  birthday: (text, { dateOrder }) => parseBirthday(text, { order: dateOrder }),
  yesNo: parseYesNo,
};

function filled<Value>(text: string, read: (text: string) => Value): Cell<Value> {
  return text.trim() === '' ? { ok: false, code: 'CELL_EMPTY', params: { text: '' } } : understood(read(text));
}

// Breaks and doubled blanks inside a name or number come from the program that wrote the file.
function wholeText(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function tagsOf(text: string): string[] {
  const tags = text.split(/[,;|\n\u3001\uff0c\uff1b]/).map(wholeText);
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

function readTime(text: string): Cell<string> {
  if (plainText(text) === '') return { ok: false, code: 'CELL_EMPTY', params: { text: '' } };
  const read = parseDate(`2000-01-01 ${text}`);
  if (read.ok && read.value.time) return understood(read.value.time);
  // A spreadsheet keeps a time alone as a fraction of the day.
  const share = /^0?\.\d+$/.test(text.trim()) ? Math.round(Number(text) * 86_400) : undefined;
  if (share !== undefined) return understood(new Date(share * 1000).toISOString().slice(11, 19));
  return { ok: false, code: 'DATE_NOT_UNDERSTOOD', params: { text: text.slice(0, 60) } };
}
