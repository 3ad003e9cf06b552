import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Workspace } from '../../../kernel/context.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { addNote } from '../../customers/notes.ts';
import '../../customers/module.ts';
import '../../orders/module.ts';
import { recordVisit } from '../../orders/visits.ts';
import { countGoodsAndFigures } from '../know-by-night.ts';
import { retentionModule } from '../module.ts';
import { teaShop } from '../testing/shop.ts';
import { watchCompetitors } from './competitors.ts';
import { customerIndicators, shopIndicators } from './indicators.ts';
import { registerIndicator } from './registry.ts';
import { listShares, noteShare, takeShareBack } from './wallet.ts';

const house = await testHouse();
let shop: Workspace;
let tea: ReturnType<typeof teaShop>;
let [regular, once] = ['', ''];

beforeAll(async () => {
  installReactions(retentionModule.reactions ?? []);
  shop = await house.openWorkspace();
  tea = teaShop(house, shop);
  regular = await tea.customer('王总', [
    [10, { tea: 3 }],
    [40, { tea: 3 }],
    [500, { tea: 9 }],
  ]);
  once = await tea.customer('张姐', [[20, { green: 5 }]]);
  await house.in(shop, (ctx) => tea.buy(ctx, once, 20, { cake: 10 }, '100.00'));
  await tea.settle();
  await house.in(shop, countGoodsAndFigures);
});
afterAll(() => installReactions([]));

const of = async (id: string, key: string) =>
  (await tea.ask((ctx) => customerIndicators(ctx, { id }))).items.find((one) => one.key === key);
const ofShop = async (key: string) => (await tea.ask(shopIndicators)).items.find((one) => one.key === key);

describe('the indicators of loyalty', () => {
  test('count returns of a year, and how many of all came back', async () => {
    expect(await of(regular, 'repurchase')).toMatchObject({ value: 1, text: 'Came back 1 times in 12 months.' });
    expect((await of(regular, 'repurchase'))?.rows).toHaveLength(2);
    expect(await ofShop('repurchase')).toMatchObject({ unit: 'share', value: 0.5 });
  });

  test('say what part was bought at a discount, with the lines', async () => {
    // 400 of tea, and cake for 200 less 100.
    expect(await of(once, 'price')).toMatchObject({ value: 0.2, rows: [{ text: '绿豆糕' }, {}] });
    expect(await of(regular, 'price')).toMatchObject({ value: 0, rows: [] });
    expect((await ofShop('price'))?.value).toBeCloseTo(100 / 1100, 4);
  });

  test('say what a customer brings, and how much hangs on the best', async () => {
    expect(await of(regular, 'contribution')).toMatchObject({
      money: { amount: '600.00', currency: 'CNY' },
      text: '¥600 in 12 months, 54.5% of all sales.',
    });
    expect((await ofShop('contribution'))?.text).toBe('The top tenth (1 customers) brings 54.5% of sales.');
  });

  test('are absent, not zero, while nothing feeds them', async () => {
    const absent = ['satisfaction', 'attention', 'competitors', 'tolerance', 'dependence'];
    for (const key of absent) expect(await of(regular, key), key).toMatchObject({ value: null, explanation: null });
    expect((await of(regular, 'satisfaction'))?.text).toBe('Known once customers answer a survey.');
  });

  test('count visits and notes that name a competitor', async () => {
    await house.in(shop, async (ctx) => {
      await recordVisit(ctx, { customerId: regular, store: '总店' });
      await addNote(ctx, { id: regular, body: '说隔壁茶庄便宜', mentions: [] });
      await addNote(ctx, { id: regular, body: '喜欢岩茶', mentions: [] });
      await watchCompetitors(ctx, { names: ['隔壁茶庄', '天福'], version: 0 });
    });
    expect(await of(regular, 'attention')).toMatchObject({ value: 1, rows: [{ text: '总店' }] });
    expect(await of(regular, 'competitors')).toMatchObject({ value: 1, rows: [{ text: '说隔壁茶庄便宜' }] });
    expect(await ofShop('competitors')).toMatchObject({ value: 1 });
    const stale = house.in(shop, (ctx) => watchCompetitors(ctx, { names: [], version: 0 }));
    await expect(stale).rejects.toMatchObject({ code: 'STALE' });
  });

  test('take the facts of a module that knows them', async () => {
    registerIndicator({
      key: 'satisfaction',
      module: 'retention',
      unit: 'score',
      order: 20,
      ofCustomer: async () => ({ value: 4.5, explanation: { key: 'retention:indicators.how.attention', values: {} } }),
    });
    expect(await of(regular, 'satisfaction')).toMatchObject({ value: 4.5, text: '4.5 in surveys.' });
    registerIndicator({ key: 'satisfaction', module: 'retention', unit: 'score', order: 20 });
  });
});

describe('the share of wallet', () => {
  const note = (share: number, more: object = {}) =>
    house.in(shop, (ctx) => noteShare(ctx, { id: regular, share, ...more }));

  test('is what the customer said last; every answer stays, a slip is taken back', async () => {
    const today = await house.in(shop, async (ctx) => ctx.today);
    await note(30, { askedOn: addDays(today, -100) });
    const slip = await note(90, { note: '听错了' });
    expect(await of(regular, 'dependence')).toMatchObject({ value: 0.9, estimated: false });
    await house.in(shop, (ctx) => takeShareBack(ctx, { id: regular, shareId: slip.id }));
    expect(await of(regular, 'dependence')).toMatchObject({ value: 0.3 });
    expect((await tea.ask((ctx) => listShares(ctx, { id: regular }))).items).toHaveLength(1);
    const again = house.in(shop, (ctx) => takeShareBack(ctx, { id: regular, shareId: slip.id }));
    await expect(again).rejects.toMatchObject({ code: 'WALLET_SHARE_NOT_FOUND' });
  });

  test('is refused for a day to come, an unknown customer, and who may not', async () => {
    await expect(note(30, { askedOn: '2999-01-01' })).rejects.toMatchObject({ code: 'WALLET_SHARE_IN_FUTURE' });
    const unknown = house.in(shop, (ctx) => noteShare(ctx, { id: newId(), share: 10 }));
    await expect(unknown).rejects.toMatchObject({ code: 'CUSTOMER_NOT_FOUND' });
    const reader = actorWith({ 'customers.read': 'all' });
    const tried = house.in(shop, (ctx) => noteShare(ctx, { id: regular, share: 10 }), reader);
    await expect(tried).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  test('shows somebody who sees few customers only those', async () => {
    const few = actorWith({ 'customers.read': 'own', 'retention.read': 'all', 'orders.read': 'all' });
    const { items, computedAt } = await tea.ask(shopIndicators, few);
    expect(computedAt).toBeNull();
    expect(items.filter(({ value, money }) => value !== null || money !== null)).toEqual([]);
  });
});
