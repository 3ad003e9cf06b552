import { beforeAll, describe, expect, test } from 'vitest';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { Refusal } from '../../../kernel/errors.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import { listCustomers } from '../../customers/list.ts';
import { mergeCustomers } from '../../customers/duplicates/merge.ts';
import { readTimeline } from '../../customers/timeline.ts';
import { readDesk } from '../../today/desk.ts';
import { answerCard } from '../../today/outcomes.ts';
import '../../today/module.ts';
import '../module.ts';
import { listOrders } from '../list-orders.ts';
import { acceptOffer, declineOffer, reopenOffer } from '../offers/answers.ts';
import { changeOffer, listOffers, makeOffer } from '../offers/offers.ts';
import { changeOrder, readOrder } from '../orders.ts';
import { createProduct } from '../products.ts';
import { recordOrder } from '../record-order.ts';
import type { NewOrderInput } from '../shapes-contract.ts';
import { changeSettings } from './change-settings.ts';
import { checkInAfterSale, handOverOrder, moveOrderOn, promiseHandOver, takeBackHandOver } from './hand-over.ts';
import { passDay } from './pass-day.ts';
import { readRunning } from './running.ts';

const house = await testHouse();
let shop: Workspace;
beforeAll(async () => {
  shop = await house.openWorkspace();
});

const inShop = <T>(work: (ctx: Ctx) => Promise<T>) => house.in(shop, work);
const today = await house.in(await house.openWorkspace(), async (ctx) => ctx.today);
const inDays = (days: number) => addDays(today, days);

async function customer(name: string): Promise<string> {
  const [id] = await inShop((ctx) => createCustomersInBulk(ctx, [{ name }]));
  return id as string;
}

const ordered = (customerId: string, given: Partial<NewOrderInput> = {}) =>
  inShop((ctx) =>
    recordOrder(ctx, {
      source: 'till',
      customer: { id: customerId },
      lines: [{ name: '婚礼蛋糕', quantity: '1', unitPrice: '880.00' }],
      ...given,
    }),
  );

const offered = (customerId: string, validUntil: string) =>
  inShop((ctx) => makeOffer(ctx, { customerId, title: '一年的办公用茶', lines: [], total: '3600.00', validUntil }));

const running = (customerId: string) => inShop((ctx) => readRunning(ctx, { customerId }));

/** What Today says of the customer, as kinds. */
async function onDesk(customerId: string): Promise<string[]> {
  const desk = await inShop((ctx) => readDesk(ctx, { whose: 'all', beyond: true }));
  return desk.cards.filter(({ id }) => id === customerId).flatMap(({ reasons }) => reasons.map(({ kind }) => kind));
}

async function spent(customerId: string): Promise<number> {
  const row = await house.database
    .reader(shop.id)
    .selectFrom('customer_statistics')
    .select('spent_minor')
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow();
  return Number(row.spent_minor);
}

async function code(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  return error instanceof Refusal ? error.code : String(error);
}

describe('an offer', () => {
  test('is no purchase until it is accepted, and then an order with the same lines', async () => {
    const id = await customer('想办婚礼');
    const lines = [
      { name: '婚礼蛋糕', quantity: '1', unitPrice: '880.00' },
      { name: '喜糖', quantity: '60', unitPrice: '8.50', discount: '10' },
    ];
    const offer = await inShop((ctx) =>
      makeOffer(ctx, { customerId: id, title: '婚礼', lines, validUntil: inDays(9) }),
    );
    expect(offer).toMatchObject({ state: 'open', total: { amount: '1380.00' }, ranOut: false });
    expect([await spent(id), (await running(id)).phase]).toEqual([0, 'pre']);
    const { order } = await inShop((ctx) => acceptOffer(ctx, { id: offer.id, promisedOn: inDays(20) }));
    expect(order).toMatchObject({ phase: 'in', promisedOn: inDays(20), offerId: offer.id, total: offer.total });
    expect(order.lines.map(({ total }) => total)).toEqual(['880.00', '500.00']);
    expect([await spent(id), (await running(id)).phase]).toEqual([138_000, 'in']);
    expect(await code(inShop((ctx) => acceptOffer(ctx, { id: offer.id })))).toBe('OFFER_ANSWERED');
  });

  test('accepted twice at once makes one order', async () => {
    const id = await customer('两个人同时点');
    const offer = await offered(id, inDays(9));
    const answers = await Promise.all(
      [0, 1, 2].map(() => code(inShop((ctx) => acceptOffer(ctx, { id: offer.id, promisedOn: null })))),
    );
    expect(answers.sort()).toEqual(['OFFER_ANSWERED', 'OFFER_ANSWERED', 'undefined']);
    expect(await spent(id)).toBe(360_000);
  });

  test('is declined for a reason, which others can read, and may be opened again', async () => {
    const id = await customer('嫌贵的');
    const offer = await offered(id, inDays(2));
    expect(await onDesk(id)).toEqual(['offer_ending']);
    const said = { id: offer.id, reason: 'competitor' as const, competitor: '隔壁茶庄', note: '便宜两成' };
    const declined = await inShop((ctx) => declineOffer(ctx, said));
    expect(declined).toMatchObject({ state: 'declined', lostReason: 'competitor', competitor: '隔壁茶庄' });
    expect([await onDesk(id), (await running(id)).phase]).toEqual([[], null]);
    const list = await inShop((ctx) => listOffers(ctx, { limit: 10, state: 'declined', customerId: id }));
    expect(list.items.map((one) => one.id)).toEqual([offer.id]);
    expect(await inShop((ctx) => reopenOffer(ctx, { id: offer.id }))).toMatchObject({
      state: 'open',
      competitor: null,
    });
    expect([await onDesk(id), (await running(id)).phase]).toEqual([['offer_ending'], 'pre']);
    expect(await code(inShop((ctx) => reopenOffer(ctx, { id: offer.id })))).toBe('OFFER_OPEN');
  });

  test('that holds longer leaves Today, and comes back when that day is near', async () => {
    const id = await customer('再想想');
    const offer = await offered(id, inDays(3));
    expect(await onDesk(id)).toEqual(['offer_ending']);
    await inShop((ctx) => changeOffer(ctx, { id: offer.id, validUntil: inDays(30), version: 1 }));
    expect(await onDesk(id)).toEqual([]);
    expect(await code(inShop((ctx) => changeOffer(ctx, { id: offer.id, note: '旧', version: 1 })))).toBe('STALE');
    const yesterday = { id: offer.id, validUntil: inDays(-1) };
    expect(await code(inShop((ctx) => changeOffer(ctx, yesterday)))).toBe('OFFER_DAY_PAST');
  });

  test('costs something, and to somebody within reach', async () => {
    const id = await customer('没谈价钱');
    const free = { customerId: id, title: '样品', lines: [], total: '0', validUntil: today };
    expect(await code(inShop((ctx) => makeOffer(ctx, free)))).toBe('OFFER_AMOUNT_MISSING');
    const seller = actorWith({ 'customers.read': 'own', 'orders.read': 'own', 'orders.create': 'own' });
    expect(await code(house.in(shop, (ctx) => makeOffer(ctx, { ...free, total: '1' }), seller))).toBe(
      'ORDER_CUSTOMER_UNKNOWN',
    );
    const theirs = await offered(id, inDays(5));
    expect(await code(house.in(shop, (ctx) => acceptOffer(ctx, { id: theirs.id }), seller))).toBe('OFFER_NOT_FOUND');
    expect((await house.in(shop, (ctx) => listOffers(ctx, { limit: 10, state: 'open' }), seller)).items).toEqual([]);
  });

  test('page by page, the soonest ending first', async () => {
    const id = await customer('问了三次价');
    for (const days of [40, 20, 30]) await offered(id, inDays(days));
    const list = (cursor?: string) =>
      inShop((ctx) => listOffers(ctx, { limit: 2, state: 'open', customerId: id, ...(cursor ? { cursor } : {}) }));
    const first = await list();
    const second = await list(first.nextCursor ?? '');
    expect([...first.items, ...second.items].map(({ validUntil }) => validUntil)).toEqual([20, 30, 40].map(inDays));
    expect([first.count.value, second.nextCursor]).toEqual([3, null]);
  });
});

describe('an order promised for a day', () => {
  test('is in progress until it is handed over, and then in after-sale', async () => {
    const id = await customer('订蛋糕的');
    const { id: orderId } = await ordered(id, { promisedOn: inDays(4) });
    expect(await running(id)).toMatchObject({ phase: 'in', dueOn: inDays(4), inProgress: [{ id: orderId }] });
    await inShop((ctx) => moveOrderOn(ctx, { id: orderId, note: '蛋糕胚烤好了' }));
    const done = await inShop((ctx) => handOverOrder(ctx, { id: orderId, note: '本人来取' }));
    expect(done).toMatchObject({ phase: 'after', afterUntil: inDays(30) });
    expect(done.afterExplanation).toMatchObject({ key: 'orders:explain.afterDays', values: { days: 30 } });
    expect(done.steps.map(({ kind }) => kind)).toEqual(['promised', 'moved_on', 'handed_over']);
    expect(await running(id)).toMatchObject({ phase: 'after', inProgress: [], afterSale: [{ id: orderId }] });
    expect(await code(inShop((ctx) => handOverOrder(ctx, { id: orderId })))).toBe('ORDER_NOT_IN_PROGRESS');
  });

  test('is on Today on its day, and gone from it when it is handed over', async () => {
    const id = await customer('今天来取');
    const { id: orderId } = await ordered(id, { promisedOn: today });
    expect(await onDesk(id)).toEqual(['hand_over_due']);
    await inShop((ctx) => promiseHandOver(ctx, { id: orderId, promisedOn: inDays(2), note: '面粉没到' }));
    expect(await onDesk(id)).toEqual([]);
    await inShop((ctx) => promiseHandOver(ctx, { id: orderId, promisedOn: today }));
    expect(await onDesk(id)).toEqual(['hand_over_due']);
    await inShop((ctx) => handOverOrder(ctx, { id: orderId }));
    expect(await onDesk(id)).toEqual([]);
    await inShop((ctx) => takeBackHandOver(ctx, { id: orderId }));
    expect([await onDesk(id), (await running(id)).phase]).toEqual([['hand_over_due'], 'in']);
  });

  test('handed over twice at once is handed over once', async () => {
    const { id } = await ordered(await customer('两个店员'), { promisedOn: today });
    const answers = await Promise.all([0, 1].map(() => code(inShop((ctx) => handOverOrder(ctx, { id })))));
    expect(answers.sort()).toEqual(['ORDER_NOT_IN_PROGRESS', 'undefined']);
  });

  test('cannot be promised or handed over before it was placed', async () => {
    const id = await customer('穿越的');
    expect(await code(ordered(id, { promisedOn: inDays(-1) }))).toBe('ORDER_DAY_BEFORE_PLACED');
    const { id: orderId } = await ordered(id, { promisedOn: today });
    const early = { id: orderId, at: `${inDays(-3)}T12:00:00+08:00` };
    expect(await code(inShop((ctx) => handOverOrder(ctx, early)))).toBe('ORDER_DAY_BEFORE_PLACED');
    const late = { id: orderId, at: `${inDays(9)}T12:00:00+08:00` };
    expect(await code(inShop((ctx) => handOverOrder(ctx, late)))).toBe('ORDER_IN_FUTURE');
  });

  test('that is cancelled is nowhere any more, and back when it is reopened', async () => {
    const id = await customer('不要了');
    const { id: orderId } = await ordered(id, { promisedOn: today });
    await inShop((ctx) => changeOrder(ctx, { id: orderId, state: 'cancelled' }));
    expect([await onDesk(id), (await running(id)).phase]).toEqual([[], null]);
    expect(await code(inShop((ctx) => handOverOrder(ctx, { id: orderId })))).toBe('ORDER_CANCELLED');
    await inShop((ctx) => changeOrder(ctx, { id: orderId, state: 'placed' }));
    expect([await onDesk(id), (await running(id)).phase]).toEqual([['hand_over_due'], 'in']);
    const { steps } = await inShop((ctx) => readOrder(ctx, { id: orderId }));
    expect(steps.map(({ kind }) => kind)).toEqual(['promised', 'cancelled', 'reopened']);
  });

  test('given to another customer runs for that one', async () => {
    const [from, to] = [await customer('记错的'), await customer('真正订的')];
    const { id } = await ordered(from, { promisedOn: today });
    await inShop((ctx) => changeOrder(ctx, { id, customerId: to }));
    expect([(await running(from)).phase, (await running(to)).phase]).toEqual([null, 'in']);
    expect([await onDesk(from), await onDesk(to)]).toEqual([[], ['hand_over_due']]);
  });
});

describe('after-sale', () => {
  test('asks after the hand-over whether all is well, until somebody has asked', async () => {
    const id = await customer('买了茶台');
    const { id: orderId } = await ordered(id, {
      placedAt: `${inDays(-12)}T10:00:00+08:00`,
      promisedOn: inDays(-8),
      handedOverAt: `${inDays(-8)}T10:00:00+08:00`,
    });
    expect(await onDesk(id)).toEqual(['after_sale']);
    const { steps } = await inShop((ctx) => checkInAfterSale(ctx, { id: orderId, note: '很满意' }));
    expect(steps.at(-1)).toMatchObject({ kind: 'checked_in', note: '很满意' });
    expect(await onDesk(id)).toEqual([]);
    await inShop(passDay);
    expect(await onDesk(id)).toEqual([]);
  });

  test('asked from Today is on the order, too', async () => {
    const id = await customer('电话回访');
    const day = { handedOverAt: `${inDays(-8)}T10:00:00+08:00` };
    const order = await ordered(id, { placedAt: `${inDays(-9)}T10:00:00+08:00`, ...day });
    await inShop((ctx) => answerCard(ctx, { cardId: id, outcome: 'done', way: 'called', note: '挺好' }));
    const { steps } = await inShop((ctx) => readOrder(ctx, { id: order.id }));
    expect(steps.at(-1)).toMatchObject({ kind: 'checked_in', note: '挺好' });
  });

  test('is not asked where the shop does not want it', async () => {
    const id = await customer('不想被打扰');
    await ordered(id, { placedAt: `${inDays(-9)}T10:00:00+08:00`, handedOverAt: `${inDays(-8)}T10:00:00+08:00` });
    const { version } = await inShop((ctx) => changeSettings(ctx, { version: 0, checkInDays: 0 }));
    expect(await onDesk(id)).toEqual([]);
    await inShop((ctx) => changeSettings(ctx, { version, checkInDays: 7 }));
    expect(await onDesk(id)).toEqual(['after_sale']);
    expect(await code(inShop((ctx) => changeSettings(ctx, { version, checkInDays: 3 })))).toBe('STALE');
  });

  test('lasts as long as the guarantee of what was bought, also from the till', async () => {
    const id = await customer('买了电水壶');
    await inShop((ctx) => createProduct(ctx, { sku: 'KETTLE', name: '电水壶', guaranteeMonths: 24 }));
    const lines = [{ sku: 'KETTLE', quantity: '1', unitPrice: '399.00' }];
    const sold = await ordered(id, { lines, placedAt: '2026-01-31T10:00:00+08:00' });
    expect(sold).toMatchObject({ phase: 'after', afterUntil: '2028-01-31', promisedOn: null });
    expect(sold.afterExplanation).toMatchObject({ key: 'orders:explain.afterGuarantee', values: { months: 24 } });
    expect((await running(id)).phase).toBe('after');
    expect((await ordered(id)).afterUntil).toBeNull();
  });

  test('is over the night after its last day', async () => {
    const id = await customer('一个月前');
    await ordered(id, { placedAt: `${inDays(-31)}T10:00:00+08:00`, handedOverAt: `${inDays(-30)}T10:00:00+08:00` });
    expect((await running(id)).phase).toBe('after');
    await inShop((ctx) => passDay({ ...ctx, today: inDays(1) }));
    const row = await house.database
      .reader(shop.id)
      .selectFrom('order_phases')
      .selectAll()
      .where('customer_id', '=', id)
      .executeTakeFirst();
    expect(row).toBeUndefined();
  });
});

describe('what is running', () => {
  test('is a column and a filter of the customer list, and a filter of orders', async () => {
    const id = await customer('列表里的');
    const { id: orderId } = await ordered(id, { promisedOn: inDays(6) });
    const found = await inShop((ctx) =>
      listCustomers(ctx, { limit: 200, filter: '{"runningOrder":["in"]}', columns: 'runningOrder,runningUntil' }),
    );
    expect(found.items.find((one) => one.id === id)?.columns).toEqual({ runningOrder: 'in', runningUntil: inDays(6) });
    const orders = await inShop((ctx) => listOrders(ctx, { limit: 50, customerId: id, phase: 'in' }));
    expect(orders.items.map((one) => one.id)).toEqual([orderId]);
    expect((await inShop((ctx) => listOrders(ctx, { limit: 50, customerId: id, phase: 'after' }))).items).toEqual([]);
  });

  test('moves with merged cards', async () => {
    const [keep, merged] = [await customer('同一个人'), await customer('同一个人')];
    await ordered(merged, { promisedOn: inDays(5) });
    const offer = await offered(merged, inDays(9));
    await inShop((ctx) => mergeCustomers(ctx, { keep, merge: [merged], fields: {} }));
    expect(await running(keep)).toMatchObject({ phase: 'in', offers: [{ id: offer.id, customer: { id: keep } }] });
  });

  test('is told on the timeline', async () => {
    const id = await customer('有来有往');
    const offer = await offered(id, inDays(9));
    const { order } = await inShop((ctx) => acceptOffer(ctx, { id: offer.id, promisedOn: today }));
    await inShop((ctx) => handOverOrder(ctx, { id: order.id }));
    const kinds = async (kind: string) => (await inShop((ctx) => readTimeline(ctx, { id, limit: 20, kind }))).items;
    const offers = await kinds('offer');
    expect(new Set(offers.map((one) => `${one.kind} ${one.id}`)).size).toBe(2);
    expect(offers.map(({ text }) => text.key)).toEqual([
      'orders:timeline.offer.accepted',
      'orders:timeline.offer.made',
    ]);
    expect(await kinds('order_step')).toHaveLength(2);
  });
});
