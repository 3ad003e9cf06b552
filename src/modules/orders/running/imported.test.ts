import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem } from '../../../kernel/enter.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { startWorker, type Worker } from '../../../kernel/jobs/worker.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { eraseCustomer } from '../../customers/privacy/erasure/erase.ts';
import { importContent } from '../../transfer/command-line.ts';
import { loadDemoShop } from '../../transfer/demo-shop.ts';
import { importJob, rehearsalJob } from '../../transfer/jobs.ts';
import { undoChangeSet } from '../../transfer/undo.ts';
import { makeOffer } from '../offers/offers.ts';
import '../../customers/module.ts';
import '../module.ts';
import { reactions } from '../reactions.ts';
import { verifyStatistics } from '../statistics.ts';
import { readOrder } from '../orders.ts';
import { refundOrder, takeBackRefund } from '../refunds.ts';
import { recordOrder } from '../record-order.ts';
import { handOverOrder, moveOrderOn } from './hand-over.ts';

const jobs = [importJob, rehearsalJob];
const house = await testHouse({ jobs });
let worker: Worker;
let shop: Workspace;
beforeAll(async () => {
  worker = await startWorker(house, jobs);
  shop = await house.openWorkspace();
});
afterAll(() => worker.stop());

const inShop = <T>(work: (ctx: Ctx) => Promise<T>) => house.in(shop, work);

test('a file may say when orders were promised and handed over; undoing it leaves nothing on the desk', async () => {
  const today = await inShop(async (ctx) => ctx.today);
  const day = (n: number) => addDays(today, n);
  const before = await inShop((ctx) => recordOrder(ctx, order({ customer: { name: '老客户', phone: '13800138009' } })));
  const text = `订单号,日期,会员,手机,商品,数量,单价,约定交付日,交付日期
P1,${day(-9)},老客户,13800138009,茶台,1,2800.00,${day(0)},
P2,${day(-20)},周先生,13800138001,茶柜,1,5200.00,${day(-9)},${day(-9)}
P3,${day(-3)},林小姐,13800138002,白茶,1,88.00,,
P4,${day(-3)},王先生,13800138003,茶桌,1,900.00,${day(-5)},
`;
  const { id } = before.customer ?? { id: '' };
  const done = await importContent(house, asSystem(shop), {
    fileName: 'orders.csv',
    kind: 'orders',
    content: Readable.from([Buffer.from(text)]),
    choice: {},
    start: true,
  });
  expect(done.counts).toMatchObject({ created: 3, failed: 1 });
  const phases = () =>
    inShop((ctx) =>
      ctx.db
        .selectFrom('order_phases')
        .select(['phase', 'due_on'])
        .where('workspace_id', '=', shop.id)
        .orderBy('phase')
        .execute(),
    );
  expect(await phases()).toEqual([
    { phase: 'after', due_on: day(21) },
    { phase: 'in', due_on: day(0) },
  ]);
  const waiting = () =>
    inShop((ctx) =>
      ctx.db
        .selectFrom('today_reasons')
        .select(['kind', 'customer_id'])
        .where('workspace_id', '=', shop.id)
        .where('settled_at', 'is', null)
        .orderBy('kind')
        .execute(),
    );
  expect((await waiting()).map(({ kind }) => kind)).toEqual(['after_sale', 'hand_over_due']);
  await inShop((ctx) => undoChangeSet(ctx, { id: done.changeSet ?? '' }));
  expect([await phases(), (await waiting()).filter((one) => one.customer_id === id)]).toEqual([[], []]);
});

test('the demo shop has offers and orders on their way, and takes them along when it leaves', async () => {
  const demo = await house.openWorkspace({ name: '演示' });
  installReactions(reactions);
  const changeSets = await loadDemoShop(house, asSystem(demo));
  while ((await deliverDue(house)) > 0);
  installReactions([]);
  const phases = () =>
    house.in(demo, async ({ db }) => {
      const rows = await db.selectFrom('order_phases').select('phase').where('workspace_id', '=', demo.id).execute();
      return rows.map(({ phase }) => phase).sort();
    });
  expect(await phases()).toEqual(['after', 'after', 'in', 'in', 'in', 'pre', 'pre']);
  expect(await house.in(demo, verifyStatistics)).toEqual([]);
  for (const id of changeSets) await house.in(demo, (ctx) => undoChangeSet(ctx, { id }));
  expect(await phases()).toEqual([]);
  const left = await house.in(demo, ({ db }) =>
    db.selectFrom('products').select('name').where('workspace_id', '=', demo.id).execute(),
  );
  expect(left).toEqual([]);
});

test('erasing a person empties what was written along the way', async () => {
  const made = await inShop((ctx) =>
    recordOrder(ctx, order({ customer: { name: '要删除的' }, promisedOn: '2100-01-01' })),
  );
  const customerId = made.customer?.id ?? '';
  await inShop((ctx) => moveOrderOn(ctx, { id: made.id, note: '她说要送给妈妈' }));
  await inShop((ctx) => handOverOrder(ctx, { id: made.id, note: '妈妈来取的' }));
  const { refunds } = await inShop((ctx) => refundOrder(ctx, { id: made.id, amount: '5.00', reason: '盒子破了' }));
  const wrong = { id: made.id, refundId: refunds[0]?.id ?? '', reason: '又说不用退' };
  await inShop((ctx) => takeBackRefund(ctx, wrong));
  const note = '她丈夫生病，慢慢来';
  const offer = { customerId, title: '茶具', lines: [], total: '10.00', validUntil: '2100-01-01', note };
  const { id: offerId } = await inShop((ctx) => makeOffer(ctx, offer));
  await inShop((ctx) => eraseCustomer(ctx, { id: customerId, reason: '本人要求' }));
  const { steps, refunds: left } = await inShop((ctx) => readOrder(ctx, { id: made.id }));
  expect(steps.map((step) => step.note)).toEqual([null, null, null]);
  expect([left[0]?.reason, left[0]?.takenBack?.reason]).toEqual([null, null]);
  const row = await inShop((ctx) =>
    ctx.db.selectFrom('order_offers').select('note').where('id', '=', offerId).executeTakeFirstOrThrow(),
  );
  expect(row.note).toBeNull();
});

function order(given: Partial<Parameters<typeof recordOrder>[1]>): Parameters<typeof recordOrder>[1] {
  return { source: 'till', lines: [], total: '50.00', ...given };
}
