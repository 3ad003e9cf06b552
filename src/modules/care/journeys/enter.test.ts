import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { actorWith } from '../../../kernel/testing/house.ts';
import { changeCustomer } from '../../customers/index.ts';
import { readToken } from '../public/tokens.ts';
import { customer } from '../testing/shop.ts';
import { readHook, renewHook, takeHookCall, tellEvent } from './hooks.ts';
import { listPeople } from './people.ts';
import { letHappen } from './what-happened.ts';
import { days, tag, journeyHouse } from './testing/journey-house.ts';

const { house, openShop, people, tagsOf } = await journeyHouse();
const DAY_MS = 86_400_000;

describe('what lets somebody in', () => {
  test('is a colleague’s tag, and not one that a journey set', async () => {
    const { shop, run, journey } = await openShop();
    const [one = '', other = ''] = await people(shop, 2);
    const id = await journey({ trigger: { kind: 'tag', tag: 'VIP' }, again: 'always', steps: [tag('看到')] });
    const boss = actorWith({ 'customers.read': 'all', 'customers.edit': 'all' });
    await house.in(shop, (ctx) => changeCustomer(ctx, { id: one, tags: ['VIP'] }), boss);
    await house.in(shop, (ctx) => changeCustomer(ctx, { id: other, tags: ['VIP'] }));
    for (let told = 0; told < 2; told += 1) await house.in(shop, (ctx) => letHappen(ctx, ['tag'], [one, other]));
    await run();
    const { items } = await house.in(shop, (ctx) => listPeople(ctx, { id, limit: 10 }));
    expect(items.map(({ customer: who }) => who?.id)).toEqual([one]);
  });

  test('is a birthday ahead, once a year, however often the night passes', async () => {
    const { shop, journey } = await openShop();
    const id = await journey({ trigger: { kind: 'birthday', daysAhead: 14 }, again: 'always', steps: [days(1)] });
    const one = await customer(house, shop);
    await house.in(shop, async (ctx) => {
      const on = new Date(Date.parse(ctx.today) + 14 * DAY_MS).toISOString().slice(0, 10);
      await sql`update customers set birthday_calendar = 'solar', birthday_month = ${Number(on.slice(5, 7))}, birthday_day = ${Number(on.slice(8))}
        where id = ${one}`.execute(ctx.db);
      for (let night = 0; night < 2; night += 1) await letHappen(ctx, ['birthday', 'daily', 'date'], null);
    });
    expect((await house.in(shop, (ctx) => listPeople(ctx, { id, limit: 10 }))).items).toHaveLength(1);
  });

  test('is an event of another program, once per key, and lets go on who waited for it', async () => {
    const { shop, run, journey } = await openShop();
    const one = await customer(house, shop, { email: 'cart@example.com' });
    await journey({
      trigger: { kind: 'event', name: 'cart.left' },
      again: 'always',
      steps: [
        {
          id: randomUUID(),
          kind: 'until',
          happens: { kind: 'event', name: 'cart.bought' },
          within: { amount: 1, unit: 'hours' },
          came: [tag('买')],
          missed: [],
        },
      ],
    });
    const tell = (name: string, key: string) =>
      house.in(shop, (ctx) => tellEvent(ctx, { name, key, customer: { email: 'Cart@example.com' } }));
    expect(await tell('cart.left', 'c1')).toEqual({ entered: 1, wentOn: 0 });
    expect(await tell('cart.left', 'c1')).toEqual({ entered: 0, wentOn: 0 });
    await run();
    expect(await tell('cart.bought', 'c1')).toEqual({ entered: 0, wentOn: 1 });
    await run(0.001);
    expect(await tagsOf(shop, one)).toEqual(['买']);
    await expect(
      house.in(shop, (ctx) => tellEvent(ctx, { name: 'cart.left', customer: { email: 'nobody@example.com' } })),
    ).rejects.toMatchObject({ code: 'CARE_CUSTOMER_UNFIT' });
  });

  test('is a call to the secret address until the address is renewed', async () => {
    const { shop, journey } = await openShop();
    const id = await journey({ trigger: { kind: 'hook' }, again: 'always', steps: [days(1)] });
    await customer(house, shop, { email: 'hook@example.com' });
    const token = async () => (await house.in(shop, (ctx) => readHook(ctx, { id }))).url.split('/').at(-1) ?? '';
    const old = readToken(await token(), 'j')!;
    const body = { customer: { email: ' Hook@example.com' }, key: 'a' };
    for (const nonsense of [
      null,
      [],
      'x',
      { customer: { phone: {} } },
      { customer: { phone: '\0' } },
      { customer: { id: 'x' } },
    ])
      expect(await takeHookCall(house, old, nonsense)).toEqual({ entered: 0 });
    expect(await takeHookCall(house, old, body)).toEqual({ entered: 1 });
    expect(await takeHookCall(house, old, body)).toEqual({ entered: 0 });
    await house.in(shop, (ctx) => renewHook(ctx, { id }));
    expect(await takeHookCall(house, old, { ...body, key: 'b' })).toBeNull();
    const good = await token();
    expect(readToken(good, 'j')?.n).toBe(1);
    expect(readToken(`${good.slice(0, -1)}${good.endsWith('_') ? 'A' : '_'}`, 'j')).toBeNull();
  });
});
