import { describe, expect, test } from 'vitest';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { createTemplate } from '../templates/templates.ts';
import { customer, mailChannel, mailSink, work } from '../testing/shop.ts';
import { listDue } from './due.ts';
import { prepareDue, prepareGreeting, removeGreeting, setGreeting } from './greetings.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);
const sink = await mailSink();

async function openShop(purpose: 'greeting' | 'promotion' = 'greeting') {
  const shop = await house.openWorkspace();
  const [channelId, templateId] = await house.in(shop, async (ctx) => {
    const channel = await mailChannel(ctx, sink.port);
    const blocks = [{ kind: 'text' as const, text: '{{salutation}}，{{occasion}}快乐！' }];
    const template = await createTemplate(ctx, {
      name: '生日',
      channel: 'email',
      purpose,
      content: { 'zh-CN': { subject: '生日快乐', preheader: '', blocks } },
    });
    return [channel.id, template.id];
  });
  const rule = {
    kind: 'birthday' as const,
    channelId,
    templateId,
    automatic: true,
    daysAhead: 0,
    atTime: '00:00',
    couponId: null,
  };
  const on = <T>(day: string, does: (ctx: Ctx) => Promise<T>) => house.in(shop, (ctx) => does({ ...ctx, today: day }));
  const born = async (
    facts: { calendar: 'solar' | 'lunar'; month: number; day: number; leap?: boolean },
    email?: string,
  ) => {
    const id = await customer(house, shop, email ? { email } : {});
    const { calendar, month, day, leap = false } = facts;
    await house.in(shop, (ctx) =>
      ctx.db
        .updateTable('customers')
        .set({ birthday_calendar: calendar, birthday_month: month, birthday_day: day, birthday_leap: leap })
        .where('id', '=', id)
        .execute(),
    );
    return id;
  };
  return { shop, channelId, rule, on, born };
}

describe('whose day comes', () => {
  test.each([
    // 29 February is kept on the 28th of a common year.
    [{ calendar: 'solar', month: 2, day: 29 }, '2027-02-28', '2027-02-28'],
    [{ calendar: 'solar', month: 2, day: 29 }, '2028-02-28', '2028-02-29'],
    // 2025 has a second sixth month: who was born in a leap month keeps it then, others in the plain one.
    [{ calendar: 'lunar', month: 6, day: 15, leap: true }, '2025-08-07', '2025-08-08'],
    [{ calendar: 'lunar', month: 6, day: 15 }, '2025-07-08', '2025-07-09'],
    // A lunar thirtieth in a month of 29 days.
    [{ calendar: 'lunar', month: 12, day: 30 }, '2026-02-15', '2026-02-16'],
    // 2028 has a second fifth month.
    [{ calendar: 'lunar', month: 5, day: 1, leap: true }, '2028-06-22', '2028-06-23'],
    // Over the end of a year.
    [{ calendar: 'solar', month: 1, day: 1 }, '2026-12-31', '2027-01-01'],
  ] as const)('%o, seen on %s: %s', async (facts, today, day) => {
    const { on, born } = await openShop();
    const id = await born(facts);
    const { items } = await on(today, (ctx) => listDue(ctx, { days: 3 }));
    expect(items).toMatchObject([{ customer: { id }, kind: 'birthday', on: day, state: null }]);
  });

  test('is not told to who may not see birthdays, nor of customers out of reach', async () => {
    const { shop, born } = await openShop();
    const { today } = await house.in(shop, async (ctx) => ctx);
    await born({ calendar: 'solar', month: Number(today.slice(5, 7)), day: Number(today.slice(8)) });
    const seen = async (fields: object, scope: 'all' | 'own') =>
      (
        await house.in(
          shop,
          (ctx) => listDue(ctx, { days: 1 }),
          actorWith({ 'care.read': 'all', 'customers.read': scope }, { fields: fields as never }),
        )
      ).items.length;
    expect([await seen({}, 'all'), await seen({ 'customers.birthday': 'hide' }, 'all'), await seen({}, 'own')]).toEqual(
      [1, 0, 0],
    );
  });
});

describe('a greeting', () => {
  test('goes out once on the day, however often the night passes', async () => {
    const { shop, channelId, rule, born } = await openShop();
    const { today } = await house.in(shop, async (ctx) => ctx);
    await born(
      { calendar: 'solar', month: Number(today.slice(5, 7)), day: Number(today.slice(8)) },
      'birthday@example.com',
    );
    await house.in(shop, (ctx) => setGreeting(ctx, rule));
    for (let night = 0; night < 2; night += 1) await house.in(shop, prepareDue);
    await work(house, shop, 'care.send', { channelId });
    const mails = sink.received.filter(({ to }) => to === 'birthday@example.com');
    expect(mails).toHaveLength(1);
    expect(mails[0]?.mail.text).toContain('王先生，生日快乐！');
    expect((await house.in(shop, (ctx) => listDue(ctx, { days: 0 }))).items).toMatchObject([{ state: 'sent' }]);
  });

  test('is prepared by one tap, waits for its day, and is not there twice', async () => {
    const { shop, rule, on, born } = await openShop();
    const id = await born({ calendar: 'solar', month: 12, day: 24 });
    const tap = { customerId: id, kind: 'birthday', on: '2099-12-24' } as const;
    await expect(on('2099-12-20', (ctx) => prepareGreeting(ctx, tap))).rejects.toMatchObject({
      code: 'GREETING_NOT_FOUND',
    });
    await house.in(shop, (ctx) => setGreeting(ctx, rule));
    await on('2099-12-20', (ctx) => prepareGreeting(ctx, tap));
    await expect(on('2099-12-20', (ctx) => prepareGreeting(ctx, tap))).rejects.toMatchObject({
      code: 'GREETING_PREPARED',
    });
    await expect(on('2099-12-20', (ctx) => prepareGreeting(ctx, { ...tap, on: '2099-12-25' }))).rejects.toMatchObject({
      code: 'GREETING_NOT_DUE',
    });
    const [due] = (await on('2099-12-20', (ctx) => listDue(ctx, { days: 7 }))).items;
    expect(due?.state).toBe('planned');
    await house.in(shop, (ctx) => removeGreeting(ctx, { kind: 'birthday' }));
    expect((await on('2099-12-20', (ctx) => listDue(ctx, { days: 7 }))).items[0]).toMatchObject({
      state: 'skipped',
      reason: 'stopped',
    });
  });

  test('is not said twice because its rule was taken away and set again', async () => {
    const { shop, channelId, rule, born } = await openShop();
    const { today } = await house.in(shop, async (ctx) => ctx);
    const facts = { calendar: 'solar', month: Number(today.slice(5, 7)), day: Number(today.slice(8)) } as const;
    await born(facts, 'anew@example.com');
    const greet = async () => {
      await house.in(shop, (ctx) => setGreeting(ctx, rule));
      await house.in(shop, prepareDue);
    };
    await greet();
    // Taken back before it left: whoever sets it again means it.
    await house.in(shop, (ctx) => removeGreeting(ctx, { kind: 'birthday' }));
    await greet();
    await work(house, shop, 'care.send', { channelId });
    await house.in(shop, (ctx) => removeGreeting(ctx, { kind: 'birthday' }));
    await greet();
    await work(house, shop, 'care.send', { channelId });
    expect(sink.received.filter(({ to }) => to === 'anew@example.com')).toHaveLength(1);
  });

  test('that lost its words holds up no other', async () => {
    const { shop, channelId, rule } = await openShop();
    const { today } = await house.in(shop, async (ctx) => ctx);
    const customerId = await customer(house, shop, { email: 'others@example.com' });
    await house.in(shop, async (ctx) => {
      const [month, day] = [Number(today.slice(5, 7)), Number(today.slice(8))];
      const date = { kind: 'wedding', calendar: 'solar', month, day, year: 2000 };
      await ctx.db
        .insertInto('customer_occasions')
        .values({ workspace_id: shop.id, id: newId(), customer_id: customerId, by_name: 'x', at: ctx.now, ...date })
        .execute();
      const content = { 'zh-CN': { subject: '旧', preheader: '', blocks: [{ kind: 'text' as const, text: '旧' }] } };
      const lost = await createTemplate(ctx, { name: '旧', channel: 'email', purpose: 'greeting', content });
      // Asked before the wedding's: the rules come by the names of their days.
      await setGreeting(ctx, { ...rule, templateId: lost.id });
      await setGreeting(ctx, { ...rule, kind: 'wedding' });
      await ctx.db.updateTable('care_templates').set({ retired_at: ctx.now }).where('id', '=', lost.id).execute();
    });
    await house.in(shop, prepareDue);
    await work(house, shop, 'care.send', { channelId });
    expect(sink.received.filter(({ to }) => to === 'others@example.com')).toHaveLength(1);
  });

  test('is never a promotion in disguise', async () => {
    const { shop, rule } = await openShop('promotion');
    await expect(house.in(shop, (ctx) => setGreeting(ctx, rule))).rejects.toMatchObject({
      code: 'GREETING_TEMPLATE_UNFIT',
    });
  });
});
