import { describe, expect, test } from 'vitest';
import type { Ctx } from '../../../kernel/context.ts';
import type { Workspace } from '../../../kernel/context.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { writeCoupon } from '../../loyalty/coupons/coupons.ts';
import { couponTerms } from '../../loyalty/coupons/contract.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { createTemplate } from '../templates/templates.ts';
import { customer, mailChannel, mailSink, work } from '../testing/shop.ts';
import { nextKept } from './common-days.ts';
import { listDue } from './due.ts';
import { listGreetings, prepareDay, prepareDue, setGreeting } from './greetings.ts';
import { holidays, holidaysFor } from './holidays-contract.ts';
import { addOwnDay, listOwnDays, removeOwnDay } from './own-days.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);
const sink = await mailSink();

describe('when a holiday is kept', () => {
  test.each([
    ['spring_festival', '2025-12-01', '2026-02-17'],
    ['mid_autumn', '2025-01-01', '2025-10-06'],
    ['mid_autumn', '2028-01-01', '2028-10-03'],
    // 2025 has a second sixth month before it, 2028 a second fifth: the feast is in the plain month.
    ['dragon_boat', '2028-01-01', '2028-05-28'],
    ['qixi', '2025-06-01', '2025-08-29'],
    ['mothers_day', '2026-05-10', '2026-05-10'],
    ['mothers_day', '2026-05-11', '2027-05-09'],
    ['fathers_day', '2026-01-01', '2026-06-21'],
    ['new_year', '2026-12-31', '2027-01-01'],
  ] as const)('%s, seen on %s: %s', (key, today, day) => expect(nextKept(holidays[key], today)).toBe(day));

  test('Taiwan keeps its own', () => {
    expect(holidaysFor('Asia/Taipei')).toContain('fathers_day_tw');
    expect(holidaysFor('Asia/Taipei')).not.toContain('national_day');
    expect(holidaysFor('Asia/Shanghai')).not.toContain('fathers_day_tw');
  });
});

async function openShop(zone = 'Asia/Shanghai') {
  const shop = await house.openWorkspace({ zone });
  const rule = await house.in(shop, async (ctx) => {
    const channel = await mailChannel(ctx, sink.port);
    const template = await createTemplate(ctx, {
      name: '节日',
      channel: 'email',
      purpose: 'greeting',
      content: {
        'zh-CN': {
          subject: '{{occasion}}快乐',
          preheader: '',
          blocks: [{ kind: 'text', text: '{{salutation}}，{{occasion}}快乐！{{#coupon}}券码 {{coupon}}{{/coupon}}' }],
        },
      },
    });
    return {
      channelId: channel.id,
      templateId: template.id,
      automatic: true,
      daysAhead: 0,
      atTime: '09:00',
      couponId: null as string | null,
    };
  });
  const on = <T>(at: string, does: (ctx: Ctx) => Promise<T>) =>
    house.in(shop, (ctx) => does({ ...ctx, now: new Date(at), today: dayIn(zone, at) }));
  return { shop, rule, on };
}

const dayIn = (zone: string, at: string) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(at));
const planned = (shop: Workspace) =>
  house.in(shop, (ctx) => ctx.db.selectFrom('care_messages').select(['customer_id', 'step', 'due_at']).execute());

describe('a day that everybody keeps', () => {
  test('is prepared by one tap for whoever may be greeted, once', async () => {
    const { shop, rule, on } = await openShop();
    const may = await customer(house, shop);
    await customer(house, shop, { agreed: false });
    await customer(house, shop, { agreed: null });
    // Two cards of one household have one mailbox.
    await house.in(shop, (ctx) =>
      ctx.db.updateTable('customers').set({ email: 'home@example.com' }).where('id', '=', may).execute(),
    );
    await customer(house, shop, { email: 'home@example.com' });
    await house.in(shop, (ctx) => setGreeting(ctx, { ...rule, kind: 'mid_autumn' }));
    const tap = (ctx: Ctx) => prepareDay(ctx, { kind: 'mid_autumn', on: '2099-09-29' });
    expect((await on('2099-09-20T02:00:00Z', (ctx) => listDue(ctx, { days: 14 }))).days).toContainEqual({
      kind: 'mid_autumn',
      name: null,
      on: '2099-09-29',
      prepared: 0,
      sent: 0,
    });
    expect(await on('2099-09-20T02:00:00Z', tap)).toEqual({ prepared: 1 });
    await expect(on('2099-09-20T02:00:00Z', tap)).rejects.toMatchObject({ code: 'GREETING_PREPARED' });
    expect(await planned(shop)).toMatchObject([{ customer_id: may, step: 'mid_autumn 2099-09-29' }]);
    await expect(
      on('2099-09-20T02:00:00Z', (ctx) => prepareDay(ctx, { kind: 'mid_autumn', on: '2099-09-30' })),
    ).rejects.toMatchObject({ code: 'GREETING_NOT_DUE' });
  });

  test.each([
    // Clocks go back and forward there on the very night; Lord Howe by half an hour.
    ['Europe/Berlin', 10, 25, '2026-10-25T00:30:00Z', '2026-10-25T08:00:00.000Z'],
    ['Europe/Berlin', 3, 28, '2027-03-28T00:30:00Z', '2027-03-28T07:00:00.000Z'],
    ['America/New_York', 11, 1, '2026-11-01T05:30:00Z', '2026-11-01T14:00:00.000Z'],
    ['America/New_York', 3, 14, '2027-03-14T06:30:00Z', '2027-03-14T13:00:00.000Z'],
    ['Australia/Lord_Howe', 4, 4, '2027-04-03T14:30:00Z', '2027-04-03T22:30:00.000Z'],
    ['Australia/Lord_Howe', 10, 4, '2026-10-03T14:30:00Z', '2026-10-03T22:00:00.000Z'],
    ['Asia/Shanghai', 11, 25, '2026-11-24T16:30:00Z', '2026-11-25T01:00:00.000Z'],
  ] as const)(
    'in %s on %i/%i: at nine by the shop’s clock, never a day early',
    async (zone, month, day, night, due) => {
      const { shop, rule, on } = await openShop(zone);
      await customer(house, shop);
      const own = await house.in(shop, (ctx) => addOwnDay(ctx, { name: '店庆', calendar: 'solar', month, day }));
      await house.in(shop, (ctx) => setGreeting(ctx, { ...rule, kind: `own-${own.id}` }));
      const dayBefore = new Date(new Date(night).getTime() - 3 * 3_600_000).toISOString();
      await on(dayBefore, prepareDue);
      expect(await planned(shop)).toEqual([]);
      for (let twice = 0; twice < 2; twice += 1) await on(night, prepareDue);
      expect((await planned(shop)).map(({ due_at: at }) => at?.toISOString())).toEqual([due]);
    },
  );

  test('of the shop’s own has to be a day, and takes its greeting with it', async () => {
    const { shop, rule } = await openShop();
    await expect(
      house.in(shop, (ctx) => addOwnDay(ctx, { name: 'x', calendar: 'solar', month: 2, day: 30 })),
    ).rejects.toMatchObject({ code: 'OWN_DAY_UNFIT' });
    const own = await house.in(shop, (ctx) => addOwnDay(ctx, { name: '店庆', calendar: 'solar', month: 2, day: 29 }));
    const kind = `own-${own.id}`;
    await house.in(shop, (ctx) => setGreeting(ctx, { ...rule, kind }));
    await house.in(shop, (ctx) => removeOwnDay(ctx, { id: own.id }));
    expect(await house.in(shop, listOwnDays)).toEqual({ items: [] });
    expect(await house.in(shop, listGreetings)).toEqual({ items: [] });
    await expect(house.in(shop, (ctx) => setGreeting(ctx, { ...rule, kind }))).rejects.toMatchObject({
      code: 'OWN_DAY_NOT_FOUND',
    });
  });
});

describe('a coupon in a greeting', () => {
  test('is given as the message goes out, one code each, and stands in the mail', async () => {
    const { shop, rule } = await openShop();
    const [one, two] = [
      await customer(house, shop, { email: 'c1@example.com' }),
      await customer(house, shop, { email: 'c2@example.com' }),
    ];
    await customer(house, shop, { agreed: false });
    const today = await house.in(shop, async (ctx) => ctx.today);
    const couponId = await house.in(shop, async (ctx) => {
      const terms = couponTerms.parse({ kind: 'percent', percent: 10 });
      const coupon = await writeCoupon(
        ctx,
        {
          name: '九折',
          terms,
          code: null,
          fromDay: null,
          untilDay: null,
          totalLimit: null,
          personLimit: null,
        } as never,
        null,
      );
      const own = await addOwnDay(ctx, {
        name: '店庆',
        calendar: 'solar',
        month: Number(today.slice(5, 7)),
        day: Number(today.slice(8)),
      });
      await setGreeting(ctx, { ...rule, atTime: '00:00', kind: `own-${own.id}`, couponId: coupon.id });
      await prepareDay(ctx, { kind: `own-${own.id}`, on: today });
      return coupon.id;
    });
    await work(house, shop, 'care.send', { channelId: rule.channelId });
    const vouchers = await house.in(shop, (ctx) =>
      ctx.db.selectFrom('loyalty_vouchers').select(['customer_id', 'code']).where('coupon_id', '=', couponId).execute(),
    );
    expect(vouchers.map((row) => row.customer_id).toSorted()).toEqual([one, two].toSorted());
    for (const [id, to] of [
      [one, 'c1@example.com'],
      [two, 'c2@example.com'],
    ]) {
      const code = vouchers.find((row) => row.customer_id === id)?.code;
      expect(sink.received.find((mail) => mail.to === to)?.mail.text).toContain(`店庆快乐！券码 ${code}`);
    }
  });

  test('has to be one that is still given', async () => {
    const { shop, rule } = await openShop();
    const unknown = '019ab6c0-0000-7000-8000-00000000abcd';
    await expect(
      house.in(shop, (ctx) => setGreeting(ctx, { ...rule, kind: 'christmas', couponId: unknown })),
    ).rejects.toMatchObject({ code: 'CARE_COUPON_UNFIT' });
  });
});
