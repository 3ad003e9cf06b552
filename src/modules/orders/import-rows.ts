import { addDays, dayIn, startOfDay } from '../../maths/calendar.ts';
import { isCurrency } from '../../maths/money.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { ImportRow, ImportRun, RowProblem } from '../transfer/index.ts';
import words from './import-words.json' with { type: 'json' };
import { lineTotal, roundedMinor } from './rules/line-amounts.ts';
import { TOLERATED_AHEAD } from './shapes-contract.ts';
import type { ReadyLine } from './write-orders.ts';

/** Meaning of a column → how its cells are read. */
export const ORDER_COLUMNS = {
  orderId: 'text',
  placedAt: 'date',
  placedTime: 'time',
  customerExternalId: 'text',
  customerName: 'text',
  phone: 'phone',
  email: 'text',
  gender: 'gender',
  birthday: 'birthday',
  company: 'text',
  address: 'longText',
  country: 'text',
  province: 'text',
  city: 'text',
  district: 'text',
  street: 'text',
  postcode: 'text',
  sku: 'text',
  productName: 'text',
  category: 'text',
  subcategory: 'text',
  quantity: 'quantity',
  unitPrice: 'amount',
  lineTotal: 'amount',
  orderTotal: 'amount',
  discount: 'amount',
  discountRate: 'rate',
  currency: 'text',
  store: 'text',
  staff: 'text',
  channel: 'text',
  status: 'text',
  refundFlag: 'yesNo',
  refundAmount: 'amount',
  promisedOn: 'date',
  handedOverAt: 'date',
  payment: 'text',
  note: 'longText',
} as const;

export type OrderFileRow = ImportRow<typeof ORDER_COLUMNS>;
type Values = OrderFileRow['values'];

/** What one row says of its order. */
export interface ReadRow {
  number: string;
  placedAt: Date;
  day: string;
  currency: string;
  cancelled: boolean;
  line: ReadyLine | null;
  orderTotal: bigint | null;
  refunded: bigint;
  promisedOn: string | null;
  handedOver: { at: Date; day: string } | null;
  values: Values;
}

export const ORDER_SOURCE = 'import';

/** A row of the file → what it says; or why it cannot be an order. */
export function readOrderRow(ctx: Ctx, run: ImportRun, row: OrderFileRow): ReadRow | RowProblem {
  const { values } = row;
  const placed = instantOf(ctx, values.placedAt, values.placedTime);
  if (!placed) return { code: 'DATE_MISSING', meaning: 'placedAt' };
  const handedOver = instantOf(ctx, values.handedOverAt);
  for (const [meaning, moment] of Object.entries({ placedAt: placed, handedOverAt: handedOver })) {
    if (moment && moment.at.getTime() > ctx.now.getTime() + TOLERATED_AHEAD) return { code: 'DATE_IN_FUTURE', meaning };
  }
  const promisedOn = values.promisedOn?.date ?? null;
  if (promisedOn !== null && promisedOn < placed.day) return { code: 'DAY_BEFORE_PLACED', meaning: 'promisedOn' };
  if (handedOver && handedOver.day < placed.day) return { code: 'DAY_BEFORE_PLACED', meaning: 'handedOverAt' };
  const currency = currencyOf(ctx, run, values);
  if (!isCurrency(currency))
    return { code: 'CURRENCY_UNKNOWN', params: { text: currency.slice(0, 20) }, meaning: 'currency' };
  const line = lineOf(values, currency);
  const orderTotal = values.orderTotal ? roundedMinor(values.orderTotal.amount, currency) : null;
  if (line === 'too large' || (values.orderTotal && orderTotal === null))
    return { code: 'AMOUNT_TOO_LARGE', meaning: 'lineTotal' };
  if (line === null && orderTotal === null) return { code: 'AMOUNT_MISSING', meaning: 'orderTotal' };
  return {
    number: (values.orderId ?? `row:${row.identity}`).slice(0, 120),
    placedAt: placed.at,
    day: placed.day,
    currency,
    cancelled: values.refundFlag === true || words.cancelled.includes((values.status ?? '').toLowerCase()),
    line,
    orderTotal,
    refunded: values.refundAmount ? magnitude(roundedMinor(values.refundAmount.amount, currency) ?? 0n) : 0n,
    promisedOn,
    handedOver,
    values,
  };
}

function lineOf(values: Values, currency: string): ReadyLine | 'too large' | null {
  const quantity = quantityOf(values.quantity);
  const unit = values.unitPrice ? roundedMinor(values.unitPrice.amount, currency) : undefined;
  const stated = values.lineTotal ? roundedMinor(values.lineTotal.amount, currency) : undefined;
  if (unit === null || stated === null || quantity === null) return 'too large';
  const name = (values.productName ?? values.sku)?.slice(0, 300);
  if (unit === undefined && stated === undefined && name === undefined) return null;
  const full = unit === undefined ? undefined : lineTotal(quantity, unit, 0n);
  if (full === null) return 'too large';
  const totalMinor = stated ?? (full === undefined ? 0n : full - discountOf(values, full, currency));
  return {
    sku: values.sku?.slice(0, 120) ?? null,
    name: name ?? '–',
    category: (values.category ?? values.subcategory)?.slice(0, 120) ?? null,
    quantity,
    unitPriceMinor: unit ?? perPiece(totalMinor, quantity),
    discountMinor: full === undefined ? 0n : full - totalMinor,
    totalMinor,
  };
}

function quantityOf(text: string | undefined): string | null {
  const match = /^-?(\d{1,10})(\.\d+)?$/.exec(text ?? '1');
  return match ? (text ?? '1').replace(/(\.\d{3})\d+$/, '$1') : null;
}

function discountOf(values: Values, full: bigint, currency: string): bigint {
  if (values.discountRate) return BigInt(Math.round(Number(full) * Number(values.discountRate)));
  const discount = values.discount ? (roundedMinor(values.discount.amount, currency) ?? 0n) : 0n;
  return full < 0n ? -magnitude(discount) : magnitude(discount);
}

function perPiece(total: bigint, quantity: string): bigint {
  const pieces = Number(quantity);
  return pieces === 0 ? total : BigInt(Math.round(Number(total) / pieces));
}

function currencyOf(ctx: Ctx, run: ImportRun, values: Values): string {
  const named =
    values.currency ?? values.orderTotal?.currency ?? values.lineTotal?.currency ?? values.unitPrice?.currency;
  return (named ?? run.settings.currency ?? ctx.workspace.baseCurrency).toUpperCase();
}

function instantOf(
  ctx: Ctx,
  cell: Values['placedAt'],
  timeBeside?: Values['placedTime'],
): { at: Date; day: string } | null {
  if (!cell) return null;
  const time = cell.time ?? timeBeside;
  if (cell.zone && time) {
    const at = new Date(`${cell.date}T${time}${cell.zone}`);
    return { at, day: dayIn(ctx.workspace.zone, at) };
  }
  return { at: localInstant(ctx.workspace.zone, cell.date, time ?? '12:00:00'), day: cell.date };
}

const days = new Map<string, { start: number; hours: number }>();

/** The instant of a time of day in a zone. On days when the clock changes, times after the change are off by that hour at most. */
function localInstant(zone: string, day: string, time: string): Date {
  const key = `${zone} ${day}`;
  let known = days.get(key);
  if (!known) {
    const start = startOfDay(zone, day).getTime();
    known = { start, hours: (startOfDay(zone, addDays(day, 1)).getTime() - start) / 3_600_000 };
    if (days.size > 20_000) days.clear();
    days.set(key, known);
  }
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  const shift = hours >= 4 ? known.hours - 24 : 0;
  return new Date(known.start + ((hours + shift) * 3600 + minutes * 60 + seconds) * 1000);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
