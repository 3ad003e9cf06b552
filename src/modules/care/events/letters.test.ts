import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import type { TimelinePlace } from '../../customers/index.ts';
import { changeSettings, readSettings } from '../settings.ts';
import { customer } from '../testing/shop.ts';
import { eventsContract, type Guest } from './contract.ts';
import { checkIn } from './door.ts';
import { readEventEffect } from './effect.ts';
import { cancelEvent, changeEvent, removeEvent } from './events.ts';
import { tagGuests } from './follow-up.ts';
import { addGuest, freePlace } from './guests.ts';
import { inviteToEvent } from './invite.ts';
import { remindGuests } from './night.ts';
import { EVERYBODY, eventHouse } from './testing/event-house.ts';
import { guestsOnTimeline } from './timeline.ts';

const { house, plan, sendAll, mailsTo, post, people } = await eventHouse();

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

  test('held at another hour, whoever has a place is told, and what waited for the morning says the new one', async () => {
    const { shop, id, channelId } = await plan();
    const [guest, invited] = [`${newId()}@example.com`, `${newId()}@example.com`];
    await house.in(shop, async (ctx) =>
      addGuest(ctx, { id, customerId: await customer(house, shop, { email: guest }) }),
    );
    await sendAll(shop, channelId);
    await customer(house, shop, { email: invited });
    await house.in(shop, (ctx) => inviteToEvent(ctx, { id, audience: EVERYBODY }));
    for (const from of ['15:00', '18:30']) await house.in(shop, (ctx) => changeEvent(ctx, { id, from, to: '20:00' }));
    await house.in(shop, (ctx) => changeEvent(ctx, { id, text: '七款春茶' }));
    await sendAll(shop, channelId);
    expect(mailsTo(guest).map(({ mail }) => mail.subject)).toEqual(['报名成功：春茶品鉴', '时间或地点有变：春茶品鉴']);
    expect(mailsTo(guest)[1]?.mail.text).toContain('18:30–20:00');
    expect(mailsTo(invited)).toHaveLength(1);
    expect(mailsTo(invited)[0]?.mail.text).toContain('18:30–20:00');
    expect(mailsTo(invited)[0]?.mail.text).toContain('七款春茶');
  });

  test('at night a guest gets the ticket, and the reminder waits for the morning', async () => {
    const { shop, id, channelId } = await plan();
    await house.in(shop, async (ctx) =>
      changeSettings(ctx, { version: (await readSettings(ctx)).version, quietFrom: '00:00', quietTo: '23:59' }),
    );
    const address = `${newId()}@example.com`;
    const customerId = await customer(house, shop, { email: address });
    await house.in(shop, (ctx) => addGuest(ctx, { id, customerId }));
    await house.in(shop, (ctx) => remindGuests({ ...ctx, today: '2099-06-11' }));
    await sendAll(shop, channelId);
    expect(mailsTo(address).map(({ mail }) => mail.subject)).toEqual(['报名成功：春茶品鉴']);
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

  test('what it brought is told over as many days before as have passed since', async () => {
    const { shop, id } = await plan({ mail: false });
    const ids = await people(shop, 25);
    for (const customerId of ids) {
      const guest = await house.in(shop, (ctx) => addGuest(ctx, { id, customerId }));
      await house.in(shop, (ctx) => checkIn(ctx, { id, guestId: guest.id }));
    }
    // Everybody bought for 500 three weeks before, and for 100 on the day.
    await house.in(shop, (ctx) =>
      sql`insert into purchase_days (workspace_id, customer_id, day, amount_minor, orders)
        select ${shop.id}, c, d.day, d.amount, 1 from unnest(${ids}::uuid[]) c
        cross join (values (date '2099-05-20', 50000), (date '2099-06-12', 10000)) d (day, amount)`.execute(ctx.db),
    );
    const at = (day: string) =>
      house.in(shop, (ctx) => readEventEffect({ ...ctx, today: day, now: new Date(`${day}T12:00:00Z`) }, { id }));
    expect(await at('2099-06-13')).toMatchObject({
      preliminary: true,
      after: { amount: '2500.00' },
      before: { amount: '0.00' },
      verdict: 'more',
    });
    expect(await at('2099-08-01')).toMatchObject({
      preliminary: false,
      before: { amount: '12500.00' },
      verdict: 'less',
    });
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
