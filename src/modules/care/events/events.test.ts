import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { customer } from '../testing/shop.ts';
import type { Guest } from './contract.ts';
import { checkIn, takeBackArrival } from './door.ts';
import { changeEvent, readEvent } from './events.ts';
import { addGuest, listGuests } from './guests.ts';
import { checkInvitation, inviteToEvent } from './invite.ts';
import { EVERYBODY, eventHouse } from './testing/event-house.ts';

const { house, app, plan, sendAll, mailsTo, post, ticketOf, people } = await eventHouse();

describe('an invitation', () => {
  test('goes once to whoever agreed, and its button leads to the guest’s own page', async () => {
    const { shop, id, channelId } = await plan();
    const address = `${newId()}@example.com`;
    await customer(house, shop, { email: address, name: '王小明' });
    await customer(house, shop, { agreed: false });
    // Another card with the same mailbox is reached by the one mail.
    await customer(house, shop, { email: address, name: '王明' });
    const check = await house.in(shop, (ctx) => checkInvitation(ctx, { id, audience: EVERYBODY }));
    expect([check.audience, check.reached]).toEqual([3, 1]);
    expect(await house.in(shop, (ctx) => inviteToEvent(ctx, { id, audience: EVERYBODY }))).toEqual({ invited: 1 });
    await expect(house.in(shop, (ctx) => inviteToEvent(ctx, { id, audience: EVERYBODY }))).rejects.toMatchObject({
      code: 'EVENT_NOBODY',
    });
    await sendAll(shop, channelId);
    const [mail] = mailsTo(address);
    expect(mail?.mail.text).toContain('店里茶席');
    const path = /\/c\/e\/[\w-]{62}/.exec(mail?.mail.html ?? '')?.[0] ?? '';

    const page = await app.inject({ url: path, headers: { 'accept-language': 'zh-CN' } });
    expect(page.body).toContain('我要参加');
    // Looking is not coming: programs open every link.
    expect((await house.in(shop, (ctx) => readEvent(ctx, { id }))).counts.registered).toBe(0);
    await post(path, { act: 'come' });
    await post(path, { act: 'come' });
    expect((await house.in(shop, (ctx) => readEvent(ctx, { id }))).counts.registered).toBe(1);
    await sendAll(shop, channelId);
    expect(mailsTo(address)).toHaveLength(2);
    expect((await app.inject({ url: path, headers: { 'accept-language': 'zh-CN' } })).body).toContain('<svg');
  });

  test('says what the shop wrote as words, not as fields or links', async () => {
    const { shop, id, channelId } = await plan({ text: '{{owner}} [点我](javascript:alert(1)) <b>' });
    const address = `${newId()}@example.com`;
    await customer(house, shop, { email: address });
    await house.in(shop, (ctx) => inviteToEvent(ctx, { id, audience: EVERYBODY }));
    await sendAll(shop, channelId);
    const html = String(mailsTo(address)[0]?.mail.html);
    expect(html).not.toContain('href="javascript');
    expect(html).toContain('{ {owner}}');
    expect(html).toContain('&#60;b&#62;');
  });
});

describe('places', () => {
  test('of fifty who want the last one at the same time, one gets it', async () => {
    const { shop, id } = await plan({ places: 1, mail: false });
    const ids = await people(shop, 50);
    const guests = await Promise.all(
      ids.map((customerId) => house.in(shop, (ctx) => addGuest(ctx, { id, customerId }))),
    );
    expect(guests.filter(({ state }) => state === 'registered')).toHaveLength(1);
    expect(guests.filter(({ state }) => state === 'waiting')).toHaveLength(49);
  });

  test('given back goes to whoever waits longest, who is told; once, however often it is pressed', async () => {
    const { shop, id, channelId } = await plan({ places: 1 });
    const address = `${newId()}@example.com`;
    const [first, second, third] = [
      await customer(house, shop),
      await customer(house, shop, { email: address }),
      await customer(house, shop),
    ];
    const guests: Guest[] = [];
    for (const customerId of [first, second, third])
      guests.push(await house.in(shop, (ctx) => addGuest(ctx, { id, customerId })));
    expect(guests.map(({ state }) => state)).toEqual(['registered', 'waiting', 'waiting']);
    await Promise.all([0, 1, 2].map(() => post(ticketOf(shop, guests[0]!.id), { act: 'away' })));
    await sendAll(shop, channelId);
    const { items } = await house.in(shop, (ctx) => listGuests(ctx, { id, limit: 10 }));
    const states = Object.fromEntries(items.map(({ customer: who, state }) => [who?.id, state]));
    expect(states).toEqual({ [first]: 'away', [second]: 'registered', [third]: 'waiting' });
    expect(mailsTo(address).map(({ mail }) => mail.subject)).toContain('有名额了：春茶品鉴');
  });

  test('added later go to the waiting list; never fewer than are taken', async () => {
    const { shop, id } = await plan({ places: 2, mail: false });
    for (const customerId of await people(shop, 4)) await house.in(shop, (ctx) => addGuest(ctx, { id, customerId }));
    const more = await house.in(shop, (ctx) => changeEvent(ctx, { id, places: 3 }));
    expect(more.counts).toMatchObject({ registered: 3, waiting: 1 });
    await expect(house.in(shop, (ctx) => changeEvent(ctx, { id, places: 2 }))).rejects.toMatchObject({
      code: 'EVENT_PLACES_TAKEN',
    });
    await expect(house.in(shop, (ctx) => changeEvent(ctx, { id, version: 1, title: 'x' }))).rejects.toMatchObject({
      code: 'STALE',
    });
  });

  test('for members of a tier are closed to others, by their own link too', async () => {
    const { shop, id, url } = await plan({ tiers: ['gold'], mail: false });
    const [plainOne, gold] = await people(shop, 2);
    await house.in(shop, (ctx) =>
      sql`insert into care_gathering_guests (workspace_id, id, gathering_id, customer_id, state, by_name)
        select ${shop.id}, gen_random_uuid(), ${id}, c, 'invited', 'x' from unnest(${[plainOne, gold]}::uuid[]) c`.execute(
        ctx.db,
      ),
    );
    await house.in(shop, (ctx) =>
      sql`insert into loyalty_accounts (workspace_id, customer_id, tier) values (${shop.id}, ${gold}, 'gold')
        on conflict (workspace_id, customer_id) do update set tier = 'gold'`.execute(ctx.db),
    );
    const { items } = await house.in(shop, (ctx) => listGuests(ctx, { id, limit: 10 }));
    const answers = new Map<string, number>();
    for (const guest of items)
      answers.set(guest.customer?.id ?? '', (await post(ticketOf(shop, guest.id), { act: 'come' })).statusCode);
    expect([answers.get(plainOne!), answers.get(gold!)]).toEqual([403, 303]);
    expect((await post(url, { name: '路人', phone: '13800138999' })).statusCode).toBe(403);
  });
});

describe('at the door', () => {
  test('a ticket lets in once; the second time is told, and a wrong one is refused', async () => {
    const { shop, id } = await plan({ places: 1, mail: false });
    const [customerId, waits] = await people(shop, 2);
    const guest = await house.in(shop, (ctx) => addGuest(ctx, { id, customerId: customerId! }));
    const late = await house.in(shop, (ctx) => addGuest(ctx, { id, customerId: waits! }));
    const answers = await Promise.all(
      [0, 1].map(() => house.in(shop, (ctx) => checkIn(ctx, { id, code: guest.url ?? '' }))),
    );
    expect(answers.map(({ again }) => again).sort()).toEqual([false, true]);
    expect(new Set(answers.map(({ cameAt }) => cameAt)).size).toBe(1);
    await expect(house.in(shop, (ctx) => checkIn(ctx, { id, code: '13800138000' }))).rejects.toMatchObject({
      code: 'GUEST_CODE_UNKNOWN',
    });
    await expect(house.in(shop, (ctx) => checkIn(ctx, { id, guestId: late.id }))).rejects.toMatchObject({
      code: 'GUEST_HAS_NO_PLACE',
    });
    const other = await house.in(shop, (ctx) => takeBackArrival(ctx, { id, guestId: guest.id }));
    expect(other.cameAt).toBe(null);
  });

  test('the ticket of another event lets nobody in', async () => {
    const [one, other] = [await plan({ mail: false }), await plan({ mail: false })];
    const [customerId] = await people(one.shop, 1);
    const guest = await house.in(one.shop, (ctx) => addGuest(ctx, { id: one.id, customerId: customerId! }));
    await expect(
      house.in(other.shop, (ctx) => checkIn(ctx, { id: other.id, code: guest.url ?? '' })),
    ).rejects.toMatchObject({
      code: 'GUEST_CODE_UNKNOWN',
    });
  });
});
