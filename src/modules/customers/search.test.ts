import { beforeAll, expect, test } from 'vitest';
import { actorWith } from '../../kernel/testing/house.ts';
import { createCustomersInBulk } from './bulk-create.ts';
import { EVERYTHING, openDesk, type Answer, type Desk } from './testing/desk.ts';

const MANY = 400;
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  desk.as(actorWith(EVERYTHING));
  const others = Array.from({ length: MANY }, (_, at) => ({
    name: `王小${String.fromCodePoint(0x4e00 + at)}`,
    phone: `13988880${String(at).padStart(3, '0')}`,
  }));
  await desk.house.in(desk.shop, (ctx) =>
    createCustomersInBulk(ctx, [
      ...others,
      { name: '王', phone: '13900000001' },
      { name: '赵大', phone: '13900008888' },
    ]),
  );
});

test('whoever is called just so stands first, however many begin with it', async () => {
  const { body } = await desk.get('/customers', { q: '王' });
  expect(body.items[0]).toMatchObject({ name: '王' });
  expect(body['count']).toEqual({ value: MANY + 1, exact: true });
});

test('whose phone ends so stands first, however many hold the digits', async () => {
  const { body } = await desk.get('/customers', { q: '8888' });
  expect(body.items[0]).toMatchObject({ name: '赵大' });
});

test('very many can be read to their end, none twice', async () => {
  const seen: unknown[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer: Answer = await desk.get('/customers', { q: 'wang', limit: 150, ...(cursor ? { cursor } : {}) });
    seen.push(...answer.body.items.map((item) => item['id']));
    cursor = answer.body['nextCursor'] as string | null;
  }
  expect(seen).toHaveLength(MANY + 1);
  expect(new Set(seen).size).toBe(MANY + 1);
});

test('a filter finds its few among the very many', async () => {
  const filter = JSON.stringify({ createdFrom: '2000-01-01', hasPhone: true });
  const { body } = await desk.get('/customers', { q: '赵 8888', filter });
  expect(body).toMatchObject({ items: [{ name: '赵大' }], count: { value: 1, exact: true } });
});
