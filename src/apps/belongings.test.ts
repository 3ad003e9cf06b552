import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testHouse } from '../kernel/testing/house.ts';
import { belongingList } from '../modules/customers/belongings.ts';
import './modules.ts';

const house = await testHouse();

test('every table that names a customer says what merging, a package and erasing mean for it', async () => {
  const { rows } = await sql<{ place: string }>`
    select c.table_name || '.' || c.column_name as place from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name like '%customer_id'
    order by place`.execute(house.database.local);
  expect(rows.length).toBeGreaterThan(15);
  const registered = belongingList().map(({ table, column = 'customer_id' }) => `${table}.${column}`);
  expect(registered.sort()).toEqual(rows.map(({ place }) => place));
});

test('every column named for a package or for erasing is there', async () => {
  const { rows } = await sql<{ place: string }>`
    select table_name || '.' || column_name as place from information_schema.columns
    where table_schema = 'public'`.execute(house.database.local);
  const places = new Set(rows.map(({ place }) => place));
  const named = belongingList().flatMap(({ table, inPackage, onErase }) =>
    [...(inPackage ?? []), ...(typeof onErase === 'object' ? onErase.blank : [])].map((column) => `${table}.${column}`),
  );
  expect(named.filter((place) => !places.has(place))).toEqual([]);
});
