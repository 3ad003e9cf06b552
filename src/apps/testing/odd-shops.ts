import type { Ctx } from '../../kernel/context.ts';
import { addDays } from '../../maths/calendar.ts';
import { createCustomersInBulk } from '../../modules/customers/index.ts';
import { recordOrdersInBulk } from '../../modules/orders/bulk-record.ts';
import { refundOrder, type ReadyOrder } from '../../modules/orders/index.ts';
import { setRate } from '../../modules/orders/rates.ts';

/** A shop whose books are not as the textbook has them. */
export interface OddShop {
  name: string;
  open(ctx: Ctx): Promise<void>;
}

/** Days back from today, and minor units. */
type Sale = readonly [ago: number, minor: number];

const GOODS = [
  { sku: 'T1', name: '龙井', category: '绿茶' },
  { sku: 'T2', name: '肉桂', category: '岩茶' },
  { sku: 'T3', name: '盖碗', category: '茶具' },
] as const;

/** Twelve customers who come every three weeks or so, with amounts that differ: what every shop has besides what is odd. */
const usual = (customers: number, visits: number): Sale[][] =>
  Array.from({ length: customers }, (_, n) =>
    Array.from({ length: visits - (n % 3) }, (_visit, visit): Sale => [
      2 + (n % 11) + visit * (14 + (n % 9)),
      6_000 + 700 * (n % 13) + 90 * visit,
    ]),
  );

export const oddShops: readonly OddShop[] = [
  { name: 'an empty shop', open: async () => undefined },
  { name: 'one order', open: (ctx) => sell(ctx, [[[40, 8_800]]]).then(nothing) },
  {
    name: 'all on one day',
    open: (ctx) =>
      sell(
        ctx,
        Array.from({ length: 60 }, (_, n): Sale[] => [[30, 5_000 + 100 * n]]),
      ).then(nothing),
  },
  {
    name: 'totals of nought and below',
    async open(ctx) {
      await sell(ctx, [
        ...usual(12, 6),
        [[10, 0]],
        [[10, -5_000]],
        [
          [50, 9_000],
          [20, 0],
          [5, -9_000],
        ],
        [
          [33, 4_000],
          [33, -4_000],
        ],
      ]);
    },
  },
  {
    name: 'refunds larger than orders',
    async open(ctx) {
      const ids = await sell(ctx, [...usual(12, 5), [[12, 10_000]], [[12, 10_000]], [[12, 10_000]]]);
      const [whole, back, less] = ids.slice(-3) as [string, string, string];
      await refundOrder(ctx, { id: whole, amount: '100.00' });
      await refundOrder(ctx, { id: less, amount: '99.99' });
      // More comes back over the counter than was sold that day.
      const buyer = await buyerOf(ctx, back);
      await recordOrdersInBulk(ctx, [orderOf(ctx, buyer, [12, -25_000], 'CNY', 'too much back')]);
    },
  },
  {
    name: 'dates in the future',
    async open(ctx) {
      await sell(ctx, [
        ...usual(60, 6),
        [[-1, 7_000]],
        [
          [60, 7_000],
          [-1, 7_000],
        ],
      ]);
    },
  },
  {
    name: 'one huge customer',
    async open(ctx) {
      const huge: Sale[] = [3, 40, 90].map((ago) => [ago, 900_000_000_000_000]);
      await sell(ctx, [...usual(70, 9), huge]);
    },
  },
  { name: '30 customers', open: (ctx) => sell(ctx, usual(30, 20)).then(nothing) },
  {
    name: 'three currencies',
    async open(ctx) {
      const validFrom = addDays(ctx.today, -900);
      await setRate(ctx, { currency: 'USD', validFrom, rate: '7.1' });
      await setRate(ctx, { currency: 'JPY', validFrom, rate: '0.047' });
      await sell(ctx, usual(20, 8));
      await sell(ctx, usual(20, 8), 'USD');
      await sell(ctx, usual(20, 8), 'JPY');
      // Of this one no rate is known: it counts as soon as somebody enters it.
      await sell(ctx, usual(3, 3), 'KRW');
    },
  },
];

const nothing = () => undefined;
let sold = 0;

/** Records what each customer bought; answers the ids of the orders, in order. */
async function sell(ctx: Ctx, purchases: readonly Sale[][], currency = 'CNY'): Promise<string[]> {
  const people = await createCustomersInBulk(
    ctx,
    purchases.map((_, n) => ({ name: `${currency}客${n}`, source: n % 2 === 0 ? '路过' : '朋友介绍' })),
  );
  const orders = purchases.flatMap((own, n) =>
    own.map((sale) => orderOf(ctx, people[n] as string, sale, currency, `odd ${(sold += 1)}`)),
  );
  const ids = await recordOrdersInBulk(ctx, orders);
  return ids.filter((id) => id !== null);
}

function orderOf(ctx: Ctx, customerId: string, [ago, minor]: Sale, currency: string, externalId: string): ReadyOrder {
  const day = addDays(ctx.today, -ago);
  const totalMinor = BigInt(minor);
  const goods = GOODS[Math.abs(minor) % GOODS.length] ?? GOODS[0];
  const line = {
    ...goods,
    quantity: minor < 0 ? '-1' : '1',
    unitPriceMinor: totalMinor,
    discountMinor: 0n,
    totalMinor,
  };
  const placedAt = new Date(`${day}T00:30:00+08:00`);
  return {
    customerId,
    source: 'till',
    externalId,
    placedAt,
    day,
    currency,
    totalMinor,
    state: 'placed',
    lines: [line],
  };
}

async function buyerOf(ctx: Ctx, orderId: string): Promise<string> {
  const { customer_id: id } = await ctx.db
    .selectFrom('orders')
    .select('customer_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  return id as string;
}
