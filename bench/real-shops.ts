import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { daysBetween } from '../src/maths/calendar.ts';
import type { Buyer } from '../src/modules/retention/predictions/rules/buyers.ts';

/** A shop whose log of purchases is among the real data. */
export interface RealShop {
  name: string;
  buyers: Buyer[];
  first: number;
  until: number;
}

const folder = new URL('../../shared/data/', import.meta.url);

/** Every shop that is there; none where the real data are absent. */
export function realShops(): RealShop[] {
  return [
    ['CDNOW', cdnow],
    ['Online Retail', onlineRetail],
    ['Complete Journey', completeJourney],
    ['Superstore', superstore],
  ].flatMap(([name, read]) => {
    const purchases = (read as () => Purchase[] | null)();
    return purchases ? shopOf(name as string, purchases) : [];
  });
}

type Purchase = readonly [customer: string, day: string, amount: number];

function shopOf(name: string, purchases: readonly Purchase[]): RealShop {
  const byCustomer = new Map<string, Map<number, number>>();
  for (const [customer, day, amount] of purchases) {
    if (!customer) continue;
    const days = byCustomer.get(customer) ?? new Map<number, number>();
    byCustomer.set(customer, days);
    const number = daysBetween('1970-01-01', day);
    days.set(number, (days.get(number) ?? 0) + Math.round(amount * 100));
  }
  const buyers = [...byCustomer.values()].flatMap((days) => {
    const bought = [...days].filter(([, minor]) => minor > 0).sort(([a], [b]) => a - b);
    return bought.length > 0 ? { days: bought.map(([day]) => day), minors: bought.map(([, minor]) => minor) } : [];
  });
  const all = buyers.flatMap(({ days }) => [days[0] ?? 0, days.at(-1) ?? 0]);
  return { name, buyers, first: all.reduce((a, b) => Math.min(a, b)), until: all.reduce((a, b) => Math.max(a, b)) };
}

function cdnow(): Purchase[] | null {
  const text = textOf('cdnow/CDNOW_sample.txt');
  if (text === null) return null;
  return text.split('\n').flatMap((line) => {
    const [, customer = '', day = '', , dollars] = line.trim().split(/\s+/);
    return day ? [[customer, `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, Number(dollars)] as const] : [];
  });
}

/** Invoices `C…` are cancelled: their negative lines reduce their day. Lines without a customer are left out. */
function onlineRetail(): Purchase[] | null {
  const file = new URL('online_retail/online_retail_2010-12_to_2011-05.csv.gz', folder);
  if (!existsSync(file)) return null;
  return rowsOf(gunzipSync(readFileSync(file)).toString('utf8')).map((row) => [
    row['CustomerID'] ?? '',
    dayOf(row['InvoiceDate'] ?? ''),
    Number(row['Quantity']) * Number(row['UnitPrice']),
  ]);
}

function completeJourney(): Purchase[] | null {
  const text = textOf('completejourney/transactions_sample.csv');
  if (text === null) return null;
  return rowsOf(text).map((row) => [
    row['household_id'] ?? '',
    dayOf(row['transaction_timestamp'] ?? ''),
    Number(row['sales_value']),
  ]);
}

function superstore(): Purchase[] | null {
  const text = textOf('superstore/superstore_en.csv');
  if (text === null) return null;
  return rowsOf(text).map((row) => [row['Customer ID'] ?? '', dayOf(row['Order Date'] ?? ''), Number(row['Sales'])]);
}

function textOf(name: string): string | null {
  const file = new URL(name, folder);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function rowsOf(text: string): Record<string, string>[] {
  return parse(text, { columns: true, bom: true, relax_quotes: true, skip_empty_lines: true });
}

/** `11/8/2018` or `2010-12-01 08:26:00` */
function dayOf(text: string): string {
  const american = /^(\d+)\/(\d+)\/(\d{4})/.exec(text);
  if (!american) return text.slice(0, 10);
  const [, month = '', day = '', year] = american;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
