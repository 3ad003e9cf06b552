import { beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../kernel/access.ts';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { command, query } from '../../kernel/enter.ts';
import { Refusal } from '../../kernel/errors.ts';
import { actorWith, testHouse } from '../../kernel/testing/house.ts';
import { createCustomersInBulk, customerSeen } from '../customers/index.ts';
import { openBranch } from '../workspaces/branches.ts';
import type { NewOrderInput } from './contract.ts';
import './module.ts';
import { listOrders } from './list-orders.ts';
import { changeOrder, readOrder } from './orders.ts';
import { setRate } from './rates.ts';
import { recordOrder } from './record-order.ts';
import { refundOrder, takeBackRefund } from './refunds.ts';
import { verifyStatistics } from './statistics.ts';

const house = await testHouse();
let shop: Workspace;
beforeAll(async () => {
  shop = await house.openWorkspace();
});

const inShop = <T>(work: (ctx: Ctx) => Promise<T>) => house.in(shop, work);

async function customer(name: string, ownerId?: string): Promise<string> {
  const [id] = await inShop((ctx) => createCustomersInBulk(ctx, [{ name, ownerId }]));
  return id as string;
}

function order(given: Partial<NewOrderInput>): NewOrderInput {
  return { source: 'till', lines: [], total: given.lines ? undefined : '100.00', ...given };
}

async function figures(customerId: string) {
  const row = await house.database
    .reader(shop.id)
    .selectFrom('customer_statistics')
    .select(['orders', 'purchase_days', 'first_on', 'last_on', 'spent_minor', 'gaps'])
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow();
  return { ...row, spent_minor: Number(row.spent_minor) };
}

async function code(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  return error instanceof Refusal ? error.code : String(error);
}

describe('an order', () => {
  test('counts for its customer from the moment it is recorded', async () => {
    const id = await customer('林小姐');
    const lines = [
      { name: '龙井', quantity: '2', unitPrice: '128.00' },
      { sku: 'CUP', name: '盖碗', quantity: '1', unitPrice: '88.00', discount: '8.00' },
    ];
    const recorded = await inShop((ctx) =>
      recordOrder(ctx, order({ customer: { id }, lines, placedAt: '2026-03-01T10:00:00+08:00' })),
    );
    expect(recorded).toMatchObject({
      total: { amount: '336.00', currency: 'CNY' },
      day: '2026-03-01',
      state: 'placed',
    });
    expect(recorded.lines.map((line) => line.total)).toEqual(['256.00', '80.00']);
    expect(await figures(id)).toEqual({
      orders: 1,
      purchase_days: 1,
      first_on: '2026-03-01',
      last_on: '2026-03-01',
      spent_minor: 33_600,
      gaps: 0,
    });
  });

  test('two on one day in the shop’s zone are one purchase day', async () => {
    const id = await customer('早晚都来');
    for (const placedAt of ['2026-03-01T00:30:00+08:00', '2026-03-01T23:30:00+08:00']) {
      await inShop((ctx) => recordOrder(ctx, order({ customer: { id }, placedAt })));
    }
    expect(await figures(id)).toMatchObject({ orders: 2, purchase_days: 1, spent_minor: 20_000 });
  });

  test('finds its customer by phone in any spelling, and makes one where a name is given', async () => {
    const made = await inShop((ctx) =>
      recordOrder(ctx, order({ customer: { phone: '138 0013 8001', name: '周先生' } })),
    );
    const again = await inShop((ctx) => recordOrder(ctx, order({ customer: { phone: '+8613800138001' } })));
    expect(again.customer).toEqual(made.customer);
    expect(await code(inShop((ctx) => recordOrder(ctx, order({ customer: { phone: '13999999999' } }))))).toBe(
      'ORDER_CUSTOMER_UNKNOWN',
    );
  });

  test('is recorded once per number of its source', async () => {
    await inShop((ctx) => recordOrder(ctx, order({ externalId: 'A1' })));
    expect(await code(inShop((ctx) => recordOrder(ctx, order({ externalId: 'A1' }))))).toBe('ORDER_EXTERNAL_ID_TAKEN');
    await inShop((ctx) => recordOrder(ctx, order({ externalId: 'A1', source: 'web' })));
  });

  test('whose total is not the sum of its lines is refused', async () => {
    const lines = [{ name: '茶', quantity: '1', unitPrice: '9.90' }];
    expect(await code(inShop((ctx) => recordOrder(ctx, order({ lines, total: '10.00' }))))).toBe('ORDER_TOTAL_DIFFERS');
    expect(await code(inShop((ctx) => recordOrder(ctx, order({ total: '1.234' }))))).toBe('ORDER_AMOUNT_IMPOSSIBLE');
  });

  test('twenty at once for one customer all count', async () => {
    const id = await customer('忙得很');
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        inShop((ctx) =>
          recordOrder(
            ctx,
            order({ customer: { id }, placedAt: `2026-02-${String(n + 1).padStart(2, '0')}T12:00:00+08:00` }),
          ),
        ),
      ),
    );
    expect(await figures(id)).toMatchObject({ orders: 20, purchase_days: 20, spent_minor: 200_000, gaps: 19 });
  });

  test('of somebody else’s customer is not seen', async () => {
    const seller = actorWith({ 'orders.read': 'own', 'customers.read': 'own' });
    const mine = await customer('我的客户', seller.memberId as string);
    const theirs = await customer('别人的客户');
    const [own, other] = [
      await inShop((ctx) => recordOrder(ctx, order({ customer: { id: mine } }))),
      await inShop((ctx) => recordOrder(ctx, order({ customer: { id: theirs } }))),
    ];
    const entry = { workspace: shop, actor: seller, locale: 'en' } as const;
    expect((await query(house.database, entry, (ctx) => readOrder(ctx, { id: own.id }))).id).toBe(own.id);
    expect(await code(query(house.database, entry, (ctx) => readOrder(ctx, { id: other.id })))).toBe('ORDER_NOT_FOUND');
    const list = await query(house.database, entry, (ctx) => listOrders(ctx, { limit: 50 }));
    expect(list.items.map((one) => one.id)).toEqual([own.id]);
  });
});

describe('a buyer whom nobody knew', () => {
  test('belongs to the branch whose store sold', async () => {
    const branch = await inShop((ctx) => openBranch(ctx, { name: '南街店' }));
    const sold = await inShop((ctx) =>
      recordOrder(ctx, order({ store: '南街店', customer: { name: '新来的客户', phone: '13700137000' } })),
    );
    const made = await inShop((ctx) => customerSeen(ctx, sold.customer?.id ?? ''));
    expect(made.branch_id).toBe(branch.id);
  });
});

describe('money back', () => {
  test('makes the day of the order smaller, and all of it makes the purchase vanish', async () => {
    const id = await customer('退货的');
    const { id: orderId } = await inShop((ctx) => recordOrder(ctx, order({ customer: { id }, total: '100.00' })));
    await inShop((ctx) => refundOrder(ctx, { id: orderId, amount: '30.00' }));
    expect(await figures(id)).toMatchObject({ orders: 1, spent_minor: 7_000 });
    expect(await code(inShop((ctx) => refundOrder(ctx, { id: orderId, amount: '70.01' })))).toBe('REFUND_TOO_LARGE');
    const done = await inShop((ctx) => refundOrder(ctx, { id: orderId, amount: '70.00' }));
    expect(done.refunded.amount).toBe('100.00');
    expect(await figures(id)).toMatchObject({ orders: 0, purchase_days: 0, spent_minor: 0, last_on: null });
  });

  test('taken back is as if it had not been given, once', async () => {
    const id = await customer('退错了');
    const { id: orderId } = await inShop((ctx) => recordOrder(ctx, order({ customer: { id }, total: '100.00' })));
    await inShop((ctx) => refundOrder(ctx, { id: orderId, amount: '60.00' }));
    const { refunds } = await inShop((ctx) => refundOrder(ctx, { id: orderId, amount: '40.00' }));
    const wrong = { id: orderId, refundId: refunds[1]?.id ?? '', reason: '退错单了' };
    const twice = await Promise.all([0, 1].map(() => code(inShop((ctx) => takeBackRefund(ctx, wrong)))));
    expect(twice.sort()).toEqual(['REFUND_TAKEN_BACK', 'undefined']);
    expect(await figures(id)).toMatchObject({ orders: 1, spent_minor: 4_000 });
    const after = await inShop((ctx) => readOrder(ctx, { id: orderId }));
    expect(after.refunded.amount).toBe('60.00');
    expect(after.refunds[1]?.takenBack).toMatchObject({ reason: '退错单了' });
    expect((await inShop((ctx) => refundOrder(ctx, { id: orderId, amount: '40.00' }))).refunded.amount).toBe('100.00');
    expect(await figures(id)).toMatchObject({ orders: 0, spent_minor: 0 });
    const other = await inShop((ctx) => recordOrder(ctx, order({ customer: { id } })));
    expect(await code(inShop((ctx) => takeBackRefund(ctx, { ...wrong, id: other.id })))).toBe('REFUND_NOT_FOUND');
  });

  test('taken back stays so when the rate of its currency changes', async () => {
    const id = await customer('台北来的');
    await inShop((ctx) => setRate(ctx, { currency: 'TWD', validFrom: '2026-01-01', rate: '0.2' }));
    const { id: orderId } = await inShop((ctx) =>
      recordOrder(
        ctx,
        order({ customer: { id }, currency: 'TWD', total: '1000.00', placedAt: '2026-02-01T10:00:00Z' }),
      ),
    );
    const { refunds } = await inShop((ctx) => refundOrder(ctx, { id: orderId, amount: '500.00' }));
    await inShop((ctx) => takeBackRefund(ctx, { id: orderId, refundId: refunds[0]?.id ?? '', reason: '记错' }));
    await inShop((ctx) => setRate(ctx, { currency: 'TWD', validFrom: '2026-01-01', rate: '0.25' }));
    expect(await figures(id)).toMatchObject({ orders: 1, spent_minor: 25_000 });
  });

  test('a cancelled order counts no more, and counts again when it is reopened', async () => {
    const id = await customer('改主意的');
    const { id: orderId } = await inShop((ctx) => recordOrder(ctx, order({ customer: { id } })));
    await inShop((ctx) => changeOrder(ctx, { id: orderId, state: 'cancelled' }));
    expect(await figures(id)).toMatchObject({ orders: 0, spent_minor: 0 });
    await inShop((ctx) => changeOrder(ctx, { id: orderId, state: 'placed', version: 2 }));
    expect(await figures(id)).toMatchObject({ orders: 1, spent_minor: 10_000 });
    expect(await code(inShop((ctx) => changeOrder(ctx, { id: orderId, note: '旧', version: 1 })))).toBe('STALE');
  });

  test('an order given to another customer leaves the first', async () => {
    const [from, to] = [await customer('记错了'), await customer('真正的买主')];
    const { id } = await inShop((ctx) => recordOrder(ctx, order({ customer: { id: from } })));
    await inShop((ctx) => changeOrder(ctx, { id, customerId: to }));
    expect([(await figures(from)).orders, (await figures(to)).orders]).toEqual([0, 1]);
  });
});

describe('another currency', () => {
  test('counts from when its rate is known, at the rate of the day', async () => {
    const id = await customer('东京来的');
    for (const placedAt of ['2026-01-10T12:00:00+08:00', '2026-02-10T12:00:00+08:00']) {
      await inShop((ctx) => recordOrder(ctx, order({ customer: { id }, currency: 'JPY', total: '10000', placedAt })));
    }
    expect(await figures(id)).toMatchObject({ orders: 0, spent_minor: 0 });
    await inShop((ctx) => setRate(ctx, { currency: 'JPY', validFrom: '2026-01-01', rate: '0.048' }));
    expect(await figures(id)).toMatchObject({ orders: 2, spent_minor: 96_000 });
    await inShop((ctx) => setRate(ctx, { currency: 'JPY', validFrom: '2026-02-01', rate: '0.05' }));
    expect(await figures(id)).toMatchObject({ orders: 2, spent_minor: 98_000 });
  });
});

test('the figures agree with the orders they come from', async () => {
  expect(
    await command(house.database, { workspace: shop, actor: systemActor, locale: 'en' }, verifyStatistics),
  ).toEqual([]);
});
