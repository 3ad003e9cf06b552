import { describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { addDays, dayIn } from '../../../maths/calendar.ts';
import { changeProduct, createProduct } from '../../orders/products.ts';
import { recordOrder } from '../../orders/record-order.ts';
import { refundOrder } from '../../orders/index.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { createTemplate } from '../templates/templates.ts';
import { customer, mailChannel, mailSink, work } from '../testing/shop.ts';
import { listDue } from './due.ts';
import { prepareDue, prepareGreeting, setGreeting } from './greetings.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);
const sink = await mailSink();

async function openShop(zone = 'Asia/Shanghai') {
  const shop = await house.openWorkspace({ zone });
  const on = <T>(day: string, does: (ctx: Ctx) => Promise<T>, clock = '03:00') =>
    house.in(shop, (ctx) => {
      const now = new Date(`${day}T${clock}:00Z`);
      return does({ ...ctx, now, today: dayIn(zone, now) });
    });
  const sold = (day: string, customerId: string, sku: string, more: object = {}) =>
    on(day, (ctx) =>
      recordOrder(ctx, {
        source: 'till',
        customer: { id: customerId },
        placedAt: ctx.now.toISOString(),
        lines: [{ sku, quantity: '1', unitPrice: '399.00' }],
        ...more,
      }),
    );
  const dueOn = async (day: string, days = 0) =>
    (await on(day, (ctx) => listDue(ctx, { days }))).items
      .filter(({ kind }) => kind === 'service_due' || kind === 'guarantee_end')
      .map(({ kind, on: at, products }) => `${kind} ${at} ${products}`);
  return { shop, on, sold, dueOn };
}

const product = (shop: Workspace, sku: string, name: string, months: object) =>
  house.in(shop, (ctx) => createProduct(ctx, { sku, name, ...months }));

describe('a service', () => {
  test.each([
    ['2026-03-10', 6, ['2026-09-10', '2027-03-10', '2027-09-10']],
    // A month without that day: on its last one.
    ['2026-08-31', 6, ['2027-02-28', '2027-08-31']],
    ['2027-08-31', 6, ['2028-02-29']],
    ['2024-02-29', 12, ['2025-02-28', '2028-02-29']],
    ['2026-01-31', 1, ['2026-02-28', '2026-03-31', '2026-04-30']],
  ] as const)('of what was bought on %s is due every %i months', async (bought, serviceMonths, days) => {
    const { shop, sold, dueOn } = await openShop();
    const id = await customer(house, shop);
    await product(shop, 'KETTLE', '净水器', { serviceMonths });
    await sold(bought, id, 'KETTLE');
    expect(await dueOn(bought)).toEqual([]);
    for (const day of days) {
      expect(await dueOn(addDays(day, -1))).toEqual([]);
      expect(await dueOn(day)).toEqual([`service_due ${day} 净水器`]);
      expect(await dueOn(addDays(day, 1))).toEqual([]);
    }
  });

  test('counts from the hand-over, anew from the next purchase, and ends with what is given back', async () => {
    const { shop, on, sold, dueOn } = await openShop();
    await product(shop, 'FILTER', '滤芯', { serviceMonths: 6 });
    const [waits, again, back] = [
      await customer(house, shop),
      await customer(house, shop),
      await customer(house, shop),
    ];
    await sold('2026-01-05', waits, 'FILTER', { promisedOn: '2026-02-01' });
    expect(await dueOn('2026-07-05')).toEqual([]);
    await sold('2026-01-09', again, 'FILTER', {
      placedAt: '2026-01-05T03:00:00Z',
      handedOverAt: '2026-01-09T03:00:00Z',
    });
    expect(await dueOn('2026-07-01', 60)).toEqual(['service_due 2026-07-09 滤芯']);
    await sold('2026-05-20', again, 'FILTER');
    expect(await dueOn('2026-07-01', 60)).toEqual([]);
    expect(await dueOn('2026-11-20')).toEqual(['service_due 2026-11-20 滤芯']);
    const { id } = await sold('2026-01-05', back, 'FILTER');
    expect(await dueOn('2026-07-05')).toEqual(['service_due 2026-07-05 滤芯']);
    await on('2026-02-01', (ctx) => refundOrder(ctx, { id, amount: '399.00' } as never));
    expect(await dueOn('2026-07-05')).toEqual([]);
  });

  test('of several products on one day is one greeting', async () => {
    const { shop, sold, dueOn } = await openShop();
    const id = await customer(house, shop);
    for (const name of ['乙', '甲', '丙', '丁']) {
      await product(shop, name, name, { serviceMonths: 12 });
      await sold('2026-01-05', id, name);
    }
    const [only, ...others] = await dueOn('2027-01-05');
    expect(others).toEqual([]);
    expect(only?.split(' ').at(-1)?.split('、')).toHaveLength(3);
  });

  test('is known only to who may see orders', async () => {
    const { shop, sold } = await openShop();
    const id = await customer(house, shop);
    await product(shop, 'FILTER', '滤芯', { serviceMonths: 6 });
    await sold('2026-01-05', id, 'FILTER');
    const seen = (rights: Parameters<typeof actorWith>[0]) =>
      house.in(shop, (ctx) => listDue({ ...ctx, today: '2026-07-05' }, { days: 0 }), actorWith(rights));
    const care = { 'care.read': 'all', 'customers.read': 'all' } as const;
    expect((await seen(care)).items).toEqual([]);
    expect((await seen({ ...care, 'orders.read': 'own' })).items).toEqual([]);
    expect((await seen({ ...care, 'orders.read': 'all' })).items).toHaveLength(1);
  });
});

describe('a guarantee', () => {
  test('ends as it stood at the hand-over, whatever the product says later', async () => {
    const { shop, on, sold, dueOn } = await openShop();
    const id = await customer(house, shop);
    const kettle = await product(shop, 'KETTLE', '电水壶', { guaranteeMonths: 24 });
    await product(shop, 'CUP', '杯子', {});
    const lines = [
      { sku: 'KETTLE', quantity: '1', unitPrice: '399.00' },
      { sku: 'CUP', quantity: '1', unitPrice: '9.00' },
    ];
    await sold('2024-02-29', id, 'KETTLE', { lines });
    expect(await dueOn('2026-02-28')).toEqual(['guarantee_end 2026-02-28 电水壶']);
    expect(await dueOn('2026-02-27')).toEqual([]);
    await on('2026-01-01', (ctx) => changeProduct(ctx, { id: kettle.id, guaranteeMonths: 12, version: 1 }));
    expect(await dueOn('2026-02-28')).toEqual(['guarantee_end 2026-02-28 杯子、电水壶']);
  });
});

describe('the greeting', () => {
  async function withRule(zone?: string) {
    const shop = await openShop(zone);
    const rule = await house.in(shop.shop, async (ctx) => {
      const channel = await mailChannel(ctx, sink.port);
      const blocks = [{ kind: 'text' as const, text: '您的{{product}}{{occasion}}。' }];
      const content = { 'zh-CN': { subject: '{{occasion}}', preheader: '', blocks } };
      const words = { name: '保养', channel: 'email', purpose: 'greeting', content } as const;
      const template = await createTemplate(ctx, words);
      return { channelId: channel.id, templateId: template.id, daysAhead: 0, atTime: '09:00', couponId: null };
    });
    const set = (automatic: boolean, daysAhead = 0) =>
      house.in(shop.shop, (ctx) => setGreeting(ctx, { ...rule, kind: 'service_due', automatic, daysAhead }));
    const prepared = () =>
      house.in(shop.shop, (ctx) => ctx.db.selectFrom('care_messages').select(['step', 'due_at']).execute());
    return { ...shop, rule, set, prepared };
  }

  test('names the product, once however often it is tapped', async () => {
    const { shop, on, sold, set, rule } = await withRule();
    const id = await customer(house, shop, { email: 'service@example.com' });
    await product(shop, 'FILTER', '净水器', { serviceMonths: 6 });
    const today = await house.in(shop, async (ctx) => ctx.today);
    const bought = `${Number(today.slice(0, 4)) - 1}-${today.slice(5, 7)}-01`;
    await sold(bought, id, 'FILTER');
    await set(false);
    const day = `${today.slice(0, 7)}-01`;
    const tap = (ctx: Ctx) => prepareGreeting(ctx, { customerId: id, kind: 'service_due', on: day });
    await on(day, tap);
    await expect(on(day, tap)).rejects.toMatchObject({ code: 'GREETING_PREPARED' });
    await work(house, shop, 'care.send', { channelId: rule.channelId });
    const mails = sink.received.filter(({ to }) => to === 'service@example.com');
    expect(mails.map(({ mail }) => mail.text?.trim().split('\n')[0])).toEqual(['您的净水器保养到期。']);
  });

  test('makes no storm where years of orders come in at once: only whose day it is', async () => {
    const { shop, on, sold, set, prepared } = await withRule();
    await set(true);
    await product(shop, 'FILTER', '净水器', { serviceMonths: 12 });
    for (let day = 1; day <= 20; day += 1)
      await sold(`2024-06-${String(day).padStart(2, '0')}`, await customer(house, shop), 'FILTER');
    for (let twice = 0; twice < 2; twice += 1) await on('2026-06-11', prepareDue);
    expect((await prepared()).map(({ step }) => step)).toEqual(['service_due 2026-06-11']);
  });

  test.each([
    ['Pacific/Kiritimati', '2026-06-09', '10:30', '2026-06-09T19:00:00.000Z'],
    ['Asia/Shanghai', '2026-06-09', '16:30', '2026-06-10T01:00:00.000Z'],
    ['Europe/Berlin', '2026-06-09', '22:30', '2026-06-10T07:00:00.000Z'],
    ['America/New_York', '2026-06-10', '04:30', '2026-06-10T13:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-06-10', '11:30', '2026-06-10T20:00:00.000Z'],
  ] as const)('goes out on its day in %s, never a day early', async (zone, utcDay, utcClock, due) => {
    const { shop, on, set, prepared } = await withRule(zone);
    await set(true);
    await product(shop, 'FILTER', '净水器', { serviceMonths: 12 });
    const noon = new Date(Date.parse(due) - 365 * 86_400_000);
    const clock = noon.toISOString().slice(11, 16);
    const id = await customer(house, shop);
    await on(
      noon.toISOString().slice(0, 10),
      (ctx) =>
        recordOrder(ctx, {
          source: 'till',
          customer: { id },
          placedAt: ctx.now.toISOString(),
          lines: [{ sku: 'FILTER', quantity: '1', unitPrice: '9.00' }],
        }),
      clock,
    );
    const hourBefore = new Date(Date.parse(`${utcDay}T${utcClock}:00Z`) - 3_600_000).toISOString();
    await on(hourBefore.slice(0, 10), prepareDue, hourBefore.slice(11, 16));
    expect(await prepared()).toEqual([]);
    await on(utcDay, prepareDue, utcClock);
    expect((await prepared()).map(({ due_at: at }) => at?.toISOString())).toEqual([due]);
  });
});
