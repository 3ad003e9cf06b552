import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { linkToken } from '../public/tokens.ts';
import { customer } from '../testing/shop.ts';
import { readEvent } from './events.ts';
import { addGuest } from './guests.ts';
import { eventHouse } from './testing/event-house.ts';

const { house, app, plan, post } = await eventHouse();

describe('the page for everybody', () => {
  test('makes a prospect with consent; sent twice it is one registration', async () => {
    const { shop, id, url } = await plan({ places: 1 });
    const fields = { name: '新朋友', email: 'new@example.com', phone: '', once: newId(), news: 'yes' };
    const answers = [await post(`${url}?lang=en`, fields), await post(`${url}?lang=en`, fields)];
    for (const { body } of answers) expect(body).toContain('is taken down');
    const { rows } = await house.in(shop, (ctx) =>
      sql<{ stage: string; purposes: string[] }>`
        select c.stage, array(select purpose from customer_consents k where k.workspace_id = c.workspace_id and k.customer_id = c.id
          and granted order by purpose) as purposes
        from customers c where c.workspace_id = ${shop.id} and c.email = 'new@example.com'`.execute(ctx.db),
    );
    expect(rows).toEqual([{ stage: 'prospect', purposes: ['marketing', 'service'] }]);
    expect((await house.in(shop, (ctx) => readEvent(ctx, { id }))).counts).toMatchObject({ registered: 1, waiting: 0 });
  });

  test('needs no channel: a telephone number is enough, and the name at the door', async () => {
    const { shop, id, url } = await plan({ mail: false });
    const answer = await post(`${url}?lang=en`, { name: '周新友', phone: '13900139000', email: '', once: newId() });
    expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('At the door your name is enough')]);
    expect((await house.in(shop, (ctx) => readEvent(ctx, { id }))).counts.registered).toBe(1);
  });

  test('says the same of a customer who has a place as of a stranger, and shows no name of the card', async () => {
    const { shop, id, url } = await plan({ places: 5 });
    const known = await customer(house, shop, { name: '单雪梅', email: 'known@example.com' });
    await house.in(shop, (ctx) => addGuest(ctx, { id, customerId: known }));
    const [one, other] = [
      await post(`${url}?lang=en`, { name: '甲', email: 'known@example.com' }),
      await post(`${url}?lang=en`, { name: '甲', email: 'stranger@example.com' }),
    ];
    expect(one.body.replaceAll(/\s+/g, ' ')).toBe(other.body.replaceAll(/\s+/g, ' '));
    expect(one.body).not.toContain('单雪梅');
  });

  test.each([
    [{ name: '', email: 'a@example.com' }],
    [{ name: '甲', email: '' }],
    [{ name: '甲', email: 'no address' }],
    [{ name: '甲', email: 'a@example.com', phone: 'abc' }],
  ])('asks again for what it cannot read: %j', async (fields) => {
    const { url } = await plan();
    const answer = await post(`${url}?lang=en`, fields);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('Please enter your name');
  });

  test('takes hostile words as words, and a guessed address is nothing', async () => {
    const { shop, url } = await plan({ text: '<script>alert(1)</script>' });
    const page = await app.inject({ url });
    expect(page.body).not.toContain('<script>');
    const once = "'; drop table customers; --";
    expect((await post(url, { name: '<img src=x>', email: 'x@example.com', once })).body).not.toContain('<img');
    for (const token of ['x', `${'A'.repeat(62)}`, linkToken({ kind: 'v', workspaceId: shop.id, id: newId(), n: 0 })])
      expect((await app.inject({ url: `/c/v/${token}` })).statusCode).toBe(404);
  });

  test('gives a calendar file by the shop’s clocks', async () => {
    const { url } = await plan();
    const { body } = await app.inject({ url: `${url}/event.ics` });
    expect(body).toContain('DTSTART:20990612T060000Z');
    expect(body).toContain('DTEND:20990612T080000Z');
    expect(body).toContain('LOCATION:店里茶席');
  });
});
