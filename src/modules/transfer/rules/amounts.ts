import words from './money-words.json' with { type: 'json' };
import { plainText, refused, understood, type Cell } from './cell.ts';

export interface AmountHint {
  /** What the column uses as decimal sign, where `1.234` alone does not tell. */
  decimal?: '.' | ',';
}

export interface ParsedAmount {
  /** Exact decimal number such as `-1234.5`; never rounded. */
  amount: string;
  /** ISO 4217, only if the cell names it: a bare `$` or yuan sign is the workspace's own. */
  currency?: string;
}

export function parseAmount(text: string, hint: AmountHint = {}): Cell<ParsedAmount> {
  const plain = plainText(text).toLowerCase();
  if (plain === '') return refused('CELL_EMPTY', text);
  if (plain.endsWith('%')) return refused('AMOUNT_IS_PERCENT', text);
  const { rest, currency } = withoutCurrency(plain);
  const amount = decimalOf(rest, hint);
  if (amount === undefined) return refused('AMOUNT_NOT_UNDERSTOOD', text);
  return understood(currency ? { amount, currency } : { amount });
}

/** Pieces, or a weight such as `0.35`; `2.0` is `2`, returned goods are negative. */
export function parseQuantity(text: string, hint: AmountHint = {}): Cell<string> {
  const plain = plainText(text).toLowerCase();
  if (plain === '') return refused('CELL_EMPTY', text);
  const unit = words.units.find((word) => plain.endsWith(word)) ?? '';
  const quantity = decimalOf(plain.slice(0, plain.length - unit.length).replace(/^x\s*/, ''), hint);
  return quantity === undefined ? refused('QUANTITY_NOT_UNDERSTOOD', text) : understood(quantity);
}

/** A share taken off the price, as a decimal number from 0 to 1: `0.2`, `20%`, or the eight tenths that are left to pay. */
export function parseDiscountRate(text: string): Cell<string> {
  const plain = plainText(text).toLowerCase();
  if (plain === '') return refused('CELL_EMPTY', text);
  const left = words.tenthsToPay.some((sign) => plain.endsWith(sign));
  const digits = /^(\d{1,3}(?:\.\d+)?)\s*%?$/.exec(left ? plain.slice(0, -1) : plain)?.[1];
  if (digits === undefined) return refused('AMOUNT_NOT_UNDERSTOOD', text);
  // Nine tenths are written 9, nine and a half 9.5 or 95.
  const shift = plain.endsWith('%') || (left && Number(digits) >= 10) ? -2 : left ? -1 : 0;
  const rate = shifted(digits, shift);
  if (Number(rate) > 1) return refused('AMOUNT_NOT_UNDERSTOOD', text);
  return understood(left ? remainder(rate) : rate);
}

/** The decimal sign of a column: `,` only where a value can be read in no other way. */
export function decimalSignOf(samples: string[]): '.' | ',' {
  const plain = samples.map((sample) => withoutCurrency(plainText(sample).toLowerCase()).rest);
  const comma = plain.filter((value) => /^-?[\d.]*,(\d{1,2}|\d{4,})$/.test(value)).length;
  const point = plain.filter((value) => /^-?[\d,]*\.(\d{1,2}|\d{4,})$/.test(value)).length;
  return comma > point ? ',' : '.';
}

function withoutCurrency(plain: string): { rest: string; currency?: string } {
  const negative = /^\((.*)\)$/.exec(plain);
  const inner = (negative?.[1] ?? plain).trim();
  const signed = /^([-+]?)\s*(.*)$/s.exec(inner);
  const body = signed?.[2] ?? '';
  const minus = negative || signed?.[1] === '-' ? '-' : '';
  for (const { code, signs } of words.currencies) {
    const number = withoutAny(body, signs);
    if (number !== body) return { rest: minus + withoutAny(number, words.unnamed), currency: code };
  }
  return { rest: minus + withoutAny(body, words.unnamed) };
}

function withoutAny(body: string, signs: string[]): string {
  for (const sign of signs) {
    if (body.startsWith(sign)) return body.slice(sign.length).trim();
    if (body.endsWith(sign)) return body.slice(0, -sign.length).trim();
  }
  return body;
}

function decimalOf(text: string, hint: AmountHint): string | undefined {
  const found = /^([-+]?)([\d.,'\s]*\d[\d.,'\s]*?)(e[-+]?\d{1,2})?\s*(-?)$/.exec(withoutTenThousand(text).trim());
  if (!found) return undefined;
  const [, sign, written = '', exponent, trailing] = found;
  const number = withPoint(written.replace(/['\s]/g, ''), hint.decimal);
  if (number === undefined) return undefined;
  const shift = Number(exponent?.slice(1) ?? 0) + (withoutTenThousand(text) === text ? 0 : 4);
  const exact = shifted(number, shift);
  return (sign === '-' || trailing === '-') && exact !== '0' ? `-${exact}` : exact;
}

function withoutTenThousand(text: string): string {
  const word = words.tenThousand.find((sign) => text.endsWith(sign));
  return word ? text.slice(0, -word.length) : text;
}

function withPoint(written: string, decimal: '.' | ',' | undefined): string | undefined {
  const lastPoint = written.lastIndexOf('.');
  const lastComma = written.lastIndexOf(',');
  const sign = lastPoint >= 0 && lastComma >= 0 ? (lastPoint > lastComma ? '.' : ',') : loneSign(written, decimal);
  const [whole = '', fraction, ...more] = sign ? written.split(sign) : [written];
  if (more.length > 0) return undefined;
  const grouped = whole.replace(/[.,]/g, '');
  if (/[.,]/.test(whole) && !/^\d{1,3}([.,]\d{2,4})+$/.test(whole)) return undefined;
  return fraction === undefined ? grouped : `${grouped || '0'}.${fraction.replace(/[.,]/g, '')}`;
}

// Of `1,234` and `1.234` the first is grouped, the second has a fraction, unless the column says otherwise.
function loneSign(written: string, decimal: '.' | ',' | undefined): '.' | ',' | undefined {
  const sign = written.includes('.') ? '.' : written.includes(',') ? ',' : undefined;
  if (!sign || written.indexOf(sign) !== written.lastIndexOf(sign)) return undefined;
  const couldGroup = /^[1-9]\d{0,2}[.,]\d{3}$/.test(written);
  return couldGroup && (decimal ?? '.') !== sign ? undefined : sign;
}

// What is missing from 1, digit by digit, so that no binary fraction comes in.
function remainder(rate: string): string {
  const places = rate.split('.')[1]?.length ?? 0;
  const missing = 10n ** BigInt(places) - BigInt(rate.replace('.', ''));
  return shifted(String(missing), -places);
}

function shifted(number: string, places: number): string {
  const [whole = '0', fraction = ''] = number.split('.');
  const digits = whole + fraction;
  const point = whole.length + places;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const kept = padded.slice(at).replace(/0+$/, '');
  const front = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  return kept === '' ? front : `${front}.${kept}`;
}
