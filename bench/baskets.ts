import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

/** The goods of one purchase day, each once. */
export interface Basket {
  on: string;
  goods: string[];
}

interface Source {
  name: string;
  file: string;
  line(row: Record<string, string>): { customer: string; on: string; goods: string } | null;
}

const data = (name: string) => fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url));

/** Real baskets that are given to this project beside its repository; see the README there. */
export const sources: readonly Source[] = [
  {
    name: 'groceries',
    file: data('completejourney/transactions_sample.csv'),
    line: (row) => ({
      customer: row['household_id'] ?? '',
      on: (row['transaction_timestamp'] ?? '').slice(0, 10),
      goods: row['product_id'] ?? '',
    }),
  },
  {
    name: 'gift web shop',
    file: data('online_retail/online_retail_2010-12_to_2011-05.csv.gz'),
    line(row) {
      const [customer, goods] = [row['CustomerID'], row['StockCode'] ?? ''];
      // Cancelled invoices, postage and fees are no goods.
      if (!customer || row['InvoiceNo']?.startsWith('C') || Number(row['Quantity']) <= 0 || !/^\d/.test(goods))
        return null;
      return { customer, on: (row['InvoiceDate'] ?? '').slice(0, 10), goods };
    },
  },
  {
    name: 'superstore by sub-category',
    file: data('superstore/superstore_en.csv'),
    line(row) {
      const [month = '', day = '', year = ''] = (row['Order Date'] ?? '').split('/');
      const on = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
      return { customer: row['Customer ID'] ?? '', on, goods: row['Sub-Category'] ?? '' };
    },
  },
];

/** Of each customer, the newest first. */
export function baskets({ file, line }: Source): Basket[][] {
  const bytes = readFileSync(file);
  const rows = parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, {
    columns: true,
    bom: true,
    relax_column_count: true,
  }) as Record<string, string>[];
  const customers = new Map<string, Map<string, Set<string>>>();
  for (const row of rows) {
    const found = line(row);
    if (!found) continue;
    const days = customers.get(found.customer) ?? new Map<string, Set<string>>();
    customers.set(found.customer, days);
    days.set(found.on, (days.get(found.on) ?? new Set()).add(found.goods));
  }
  return [...customers.values()].map((days) =>
    [...days].map(([on, goods]) => ({ on, goods: [...goods] })).toSorted((a, b) => (a.on < b.on ? 1 : -1)),
  );
}
