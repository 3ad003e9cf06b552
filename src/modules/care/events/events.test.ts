import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { stranger } from '../../../kernel/access.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { Doorkeeper } from '../../../kernel/house.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import type { TimelinePlace } from '../../customers/index.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { jobs } from '../jobs.ts';
import { careModule } from '../module.ts';
import { linkToken } from '../public/tokens.ts';
import { customer, mailChannel, mailSink, work } from '../testing/shop.ts';
import { eventsContract, type Guest } from './contract.ts';
import { checkIn, takeBackArrival } from './door.ts';
import { readEventEffect } from './effect.ts';
import { cancelEvent, changeEvent, createEvent, readEvent, removeEvent } from './events.ts';
import { tagGuests } from './follow-up.ts';
import { addGuest, freePlace, listGuests } from './guests.ts';
import { checkInvitation, inviteToEvent } from './invite.ts';
import { remindGuests } from './night.ts';
import { guestsOnTimeline } from './timeline.ts';

const doorkeeper: Doorkeeper = { identify: async () => ({ actor: stranger, workspace: null, locale: 'en' }) };
const house = await testHouse({ jobs, doorkeeper });
openDoorkeeper(house);
const app = await buildServer(house, [careModule]);
const sink = await mailSink();
const EVERYBODY = { include: [], exclude: [] };

/** A day far enough ahead that the tests never overtake it. */
const DAY = '2099-06-12';

interface Facts {
  places?: number | null;
  tiers?: string[];
  day?: string;
  text?: string;
  mail?: boolean;
}

async function plan({ places = null, tiers = [], day = DAY, text = '六款春茶', mail = true }: Facts = {}) {
  const shop = await house.openWorkspace();
  return house.in(shop, async (ctx) => {
    const channel = mail ? await mailChannel(ctx, sink.port) : null;
    const event = await createEvent(ctx, {
      title: '春茶品鉴',
      text,
      online: false,
      place: '店里茶席',
      day,
      from: '14:00',
      to: '16:00',
      places,
      price: '免费',
      tiers,
      channelId: channel?.id ?? null,
      listed: false,
      effectDays: 30,
    });
    return { shop, id: event.id, channelId: channel?.id, url: new URL(event.url).pathname };
  });
}

const sendAll = (shop: Workspace, channelId: string | undefined) => work(house, shop, 'care.send', { channelId });
const mailsTo = (address: string) => sink.received.filter(({ to }) => to === address);
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const post = (url: string, fields: Record<string, string>) =>
  app.inject({ method: 'POST', url, headers: FORM, payload: new URLSearchParams(fields).toString() });
const ticketOf = (shop: Workspace, guestId: string) =>
  `/c/g/${linkToken({ kind: 'g', workspaceId: shop.id, id: guestId, n: 0 })}`;
const people = async (shop: Workspace, count: number) => {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await customer(house, shop, { name: `客人${n}` }));
  return ids;
};

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

describe('around it', () => {
  test('whoever comes tomorrow is reminded once, and no longer once they have given the place back', async () => {
    const { shop, id, channelId } = await plan();
    const [stays, leaves] = [`${newId()}@example.com`, `${newId()}@example.com`];
    const guests: Guest[] = [];
    for (const email of [stays, leaves]) {
      const customerId = await customer(house, shop, { email });
      guests.push(await house.in(shop, (ctx) => addGuest(ctx, { id, customerId })));
    }
    for (const today of ['2099-06-10', '2099-06-11', '2099-06-11'])
      await house.in(shop, (ctx) => remindGuests({ ...ctx, today }));
    await house.in(shop, (ctx) => freePlace(ctx, { id, guestId: guests[1]!.id }));
    await sendAll(shop, channelId);
    const reminded = (address: string) =>
      mailsTo(address).filter(({ mail }) => mail.subject?.startsWith('明天见')).length;
    expect([reminded(stays), reminded(leaves)]).toEqual([1, 0]);
  });

  test('called off, everybody with a place is told and nobody else registers', async () => {
    const { shop, id, channelId, url } = await plan();
    const address = `${newId()}@example.com`;
    const customerId = await customer(house, shop, { email: address });
    await house.in(shop, (ctx) => addGuest(ctx, { id, customerId }));
    expect(await house.in(shop, (ctx) => cancelEvent(ctx, { id }))).toEqual({ told: 1 });
    await sendAll(shop, channelId);
    expect(mailsTo(address).map(({ mail }) => mail.subject)).toEqual(['活动取消：春茶品鉴']);
    expect((await post(url, { name: '甲', email: 'late@example.com' })).statusCode).toBe(409);
    await expect(house.in(shop, (ctx) => removeEvent(ctx, { id }))).rejects.toMatchObject({ code: 'EVENT_HAS_GUESTS' });
  });

  test('those who came and those who did not get a tag of their own; of few nothing is told', async () => {
    const { shop, id } = await plan({ mail: false });
    const [comes, stays] = await people(shop, 2);
    const guest = await house.in(shop, (ctx) => addGuest(ctx, { id, customerId: comes! }));
    await house.in(shop, (ctx) => addGuest(ctx, { id, customerId: stays! }));
    await house.in(shop, (ctx) => checkIn(ctx, { id, guestId: guest.id }));
    const tagged = await house.in(shop, (ctx) => tagGuests(ctx, { id, who: 'missed', tag: '没来' }));
    expect(tagged).toMatchObject({ matched: 1, changed: 1 });
    const { rows } = await house.in(shop, (ctx) =>
      sql<{
        id: string;
      }>`select customer_id as id from customer_tags where workspace_id = ${shop.id} and tag = '没来'`.execute(ctx.db),
    );
    expect(rows).toEqual([{ id: stays }]);
    const effect = await house.in(shop, (ctx) => readEventEffect({ ...ctx, now: new Date('2099-07-20') }, { id }));
    expect([effect.came, effect.verdict, effect.difference]).toEqual([1, 'tooFew', null]);
  });

  test('an end before the beginning is on the next day; the same hour is refused', async () => {
    const { shop, id } = await plan({ mail: false });
    const night = await house.in(shop, (ctx) => changeEvent(ctx, { id, from: '20:00', to: '01:00' }));
    expect(Date.parse(night.endsAt) - Date.parse(night.startsAt)).toBe(5 * 3_600_000);
    await expect(house.in(shop, (ctx) => changeEvent(ctx, { id, to: '20:00' }))).rejects.toMatchObject({
      code: 'EVENT_HOURS_UNFIT',
    });
  });
});

test('a guest has one entry in the timeline for each thing that happened, also where a page of it ends between them', async () => {
  const { shop, id } = await plan();
  const who = await customer(house, shop);
  const guest = await house.in(shop, (ctx) => addGuest(ctx, { id, customerId: who }));
  await house.in(shop, (ctx) => checkIn(ctx, { id, guestId: guest.id }));
  const read = (before: TimelinePlace | null, limit: number) =>
    house.in(shop, (ctx) => guestsOnTimeline.read(ctx, who, before, limit, [who]));
  const all = await read(null, 10);
  expect(all.map(({ text }) => text.key.split('.').at(-1)).toSorted()).toEqual(['came', 'registered']);
  expect(new Set(all.map((entry) => entry.id)).size).toBe(2);
  const [first] = await read(null, 1);
  expect(await read({ at: first?.at as Date, id: first?.id as string } as TimelinePlace, 10)).toEqual([all[1]]);
});

test('a change of an event brings nothing with it that it does not name', async () => {
  const { inputSchema } = eventsContract.change['~orpc'];
  const given = { id: newId(), channelId: null };
  expect(await inputSchema?.['~standard'].validate(given)).toEqual({ value: given });
});
