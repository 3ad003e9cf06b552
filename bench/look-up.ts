import { load, type Load } from './load.ts';
import { duration, rated, type Row } from './row.ts';
import type { Stage } from './stage.ts';

/** A customer by phone, over HTTP, signed in, 16 connections; of three rounds the one with the middle ratio. */
export async function lookUp(stage: Stage): Promise<Row[]> {
  const phones = await sample(stage, 'phone');
  const options = { connections: 16, seconds: 5 };
  const rounds: { floor: Load; ours: Load }[] = [];
  for (let round = 0; round < 3; round++) {
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
    rounds.push({ floor, ours });
  }
  const ratio = ({ floor, ours }: { floor: Load; ours: Load }) => ours.perSecond / floor.perSecond;
  const [, middle] = rounds.sort((a, b) => ratio(a) - ratio(b));
  if (!middle) throw new Error('No round.');
  const more = ` (p99 ${duration(middle.ours.p99)})`;
  const what = 'look-up by phone, 16 connections';
  return [rated(what, middle.ours.perSecond, middle.floor.perSecond, '≥ 50 %, p99 < 50 ms', more)];
}

/** 500 values of a column, spread over the shop. */
export async function sample(stage: Stage, column: 'phone' | 'id' | 'sort_name' | 'name'): Promise<string[]> {
  const { rows } = await stage.sql.query<{ value: string }>(
    `select ${column}::text as value from customers tablesample system (20) where ${column} is not null
     order by random() limit 500`,
  );
  return rows.map((row) => row.value);
}
