import { startOfDay } from '../../../../maths/calendar.ts';
import { formatDecimal, parseMoney } from '../../../../maths/money.ts';
import { lineTotal } from '../../../../modules/orders/rules/line-amounts.ts';
import { plainNumber } from './plain-number.ts';

/** A line as it is being typed. */
export interface LineDraft {
  key: string;
  name: string;
  /** Of the product it was taken from. */
  sku: string | null;
  category: string | null;
  quantity: string;
  unitPrice: string;
  discount: string;
}

export interface LinesDraft {
  currency: string;
  lines: LineDraft[];
}

export interface OrderDraft extends LinesDraft {
  day: string;
  /** Empty: handed over at once. */
  promisedOn: string;
  number: string;
  store: string;
  note: string;
}

export function emptyLine(key: string): LineDraft {
  return { key, name: '', sku: null, category: null, quantity: '1', unitPrice: '', discount: '' };
}

/** Lines that somebody has begun; an untouched one at the end does no harm. */
export function begunLines(draft: LinesDraft): LineDraft[] {
  return draft.lines.filter((line) => line.name.trim() !== '' || line.unitPrice.trim() !== '');
}

/** In minor units; null while the line cannot be reckoned. */
export function totalOfLine(line: LineDraft, currency: string): bigint | null {
  const quantity = plainNumber(line.quantity);
  const price = parseMoney(plainNumber(line.unitPrice), currency);
  const discount = parseMoney(plainNumber(line.discount) || '0', currency);
  if (!/^-?\d{1,10}(\.\d{1,3})?$/.test(quantity) || !price.ok || !discount.ok) return null;
  return lineTotal(quantity, price.value, discount.value);
}

/** As a decimal; null while a line cannot be reckoned. */
export function totalOfDraft(draft: LinesDraft): string | null {
  let sum = 0n;
  for (const line of begunLines(draft)) {
    const total = totalOfLine(line, draft.currency);
    if (total === null) return null;
    sum += total;
  }
  return formatDecimal(sum, draft.currency);
}

export function inputOf(draft: OrderDraft, customerId: string, zone: string, today: string) {
  return {
    customer: { id: customerId },
    currency: draft.currency,
    ...(draft.day === today ? {} : { placedAt: noonOf(zone, draft.day) }),
    ...(draft.number.trim() ? { externalId: draft.number.trim() } : {}),
    ...(draft.store.trim() ? { store: draft.store.trim() } : {}),
    ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
    ...(draft.promisedOn ? { promisedOn: draft.promisedOn } : {}),
    ...linesInputOf(draft),
  };
}

/** A single line without a name is only an amount: the quickest way to note a purchase. */
export function linesInputOf(draft: LinesDraft) {
  const lines = begunLines(draft);
  const [only] = lines;
  const amountAlone = lines.length === 1 && only?.name.trim() === '';
  const total = totalOfDraft(draft);
  return amountAlone && total !== null ? { total, lines: [] } : { lines: lines.map(lineInputOf) };
}

function lineInputOf(line: LineDraft) {
  return {
    name: line.name.trim(),
    quantity: plainNumber(line.quantity),
    unitPrice: plainNumber(line.unitPrice),
    ...(line.sku ? { sku: line.sku } : {}),
    ...(line.category ? { category: line.category } : {}),
    ...(line.discount.trim() ? { discount: plainNumber(line.discount) } : {}),
  };
}

/** A day without a time: the middle of it, far from both midnights. */
export function noonOf(zone: string, day: string): string {
  return new Date(startOfDay(zone, day).getTime() + 12 * 3_600_000).toISOString();
}
