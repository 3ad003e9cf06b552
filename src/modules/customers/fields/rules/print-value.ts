import type { Birthday } from '../../rules/birthday.ts';
import { foldText } from '../../rules/fold.ts';
import type { Field, FieldValue } from './field.ts';
import { isDateParts, isMoney } from './index-value.ts';

/** The words that a value needs in the reader's language. */
export interface ValueWords {
  yesNo(value: boolean): string;
  /** `08-15`, marked as lunar or lunar leap: as import reads it again. */
  lunar(day: string, leapMonth: boolean): string;
}

/** A value as one cell of a file. What `import` makes of it is the same value again. */
export function printValue(field: Field, value: FieldValue, words: ValueWords): string {
  if (typeof value === 'boolean') return words.yesNo(value);
  if (typeof value === 'number') return plainNumber(value);
  if (isMoney(value)) return value.amount;
  if (isDateParts(value)) return printDate(value, words);
  const choice = field.type === 'choice' || field.type === 'multiChoice';
  if (typeof value === 'string') return choice ? printOption(field, value) : value;
  return (value as readonly string[]).map((key) => printOption(field, key)).join(';');
}

/** Never 1e-7, which is no number to most programs. */
function plainNumber(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(9).replace(/0+$/, '').replace(/\.$/, '') : text;
}

/** Its name, or its key where the name would not lead back to it. */
function printOption({ options }: Field, key: string): string {
  const option = options.find((one) => one.key === key);
  if (!option) return key;
  const { name } = option;
  const same = options.filter((one) => foldText(one.name) === foldText(name) || one.key === name);
  const clear = !option.removed && same.every((one) => one === option) && !/[;\n]/.test(name) && name.trim() === name;
  return clear ? name : key;
}

function printDate({ calendar, year, month, day, leapMonth }: Birthday, words: ValueWords): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const text = [year, two(month), two(day)].filter((part) => part !== undefined).join('-');
  return calendar === 'solar' ? text : words.lunar(text, leapMonth === true);
}
