import { load } from './load.ts';
import { duration, rated, type Row } from './row.ts';
import type { Stage } from './stage.ts';

/** A customer by phone, over HTTP, signed in, 16 connections. */
export async function lookUp(stage: Stage): Promise<Row[]> {
  const phones = await sample(stage, 'phone');
  const options = { connections: 16, seconds: 5 };
  const floor = await load(
    stage.floor,
    phones.map((phone) => `/phone?value=${encodeURIComponent(phone)}`),
    options,
  );
  const ours = await load(
    stage.product.url,
    phones.map((phone) => `/api/v1/customers?q=${encodeURIComponent(phone)}&limit=5`),
    { ...options, headers: stage.headers },
  );
  if (ours.failed > 0) throw new Error(`${ours.failed} look-ups failed.`);
  const more = ` (p99 ${duration(ours.p99)})`;
  return [rated('look-up by phone, 16 connections', ours.perSecond, floor.perSecond, '≥ 50 %, p99 < 50 ms', more)];
}

/** 500 values of a column, spread over the shop. */
export async function sample(stage: Stage, column: 'phone' | 'id' | 'sort_name' | 'name'): Promise<string[]> {
  const { rows } = await stage.sql.query<{ value: string }>(
    `select ${column}::text as value from customers tablesample system (20) where ${column} is not null
     order by random() limit 500`,
  );
  return rows.map((row) => row.value);
}
