import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Workspace } from '../../../kernel/context.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import '../../customers/module.ts';
import '../../orders/module.ts';
import { readDesk } from '../../today/desk.ts';
import { answerCard, takeBackOutcome } from '../../today/outcomes.ts';
import { knowByNight } from '../know-by-night.ts';
import { retentionModule } from '../module.ts';
import { listAlerts } from '../watch-list.ts';
import { teaShop, type Basket } from '../testing/shop.ts';
import { changeKeyAccount, nameKeyAccount, releaseKeyAccount, reviewAccount } from './accounts.ts';
import { listKeyAccounts, proposeKeyAccounts } from './list-accounts.ts';
import { readKeyAccount } from './read-account.ts';

const house = await testHouse();
let shop: Workspace;
let tea: ReturnType<typeof teaShop>;
let [big, small] = ['', ''];
let today = '';

const keeper = actorWith(
  {
    'customers.read': 'all',
    'retention.read': 'all',
    'orders.read': 'all',
    'retention.edit': 'all',
    'today.work': 'all',
  },
  { name: '林掌柜' },
);

beforeAll(async () => {
  installReactions(retentionModule.reactions ?? []);
  shop = await house.openWorkspace();
  tea = teaShop(house, shop);
  today = await house.in(shop, async (ctx) => ctx.today);
  // Every 14 days tea and cake; no cake on the last three visits.
  const visits = Array.from({ length: 14 }, (_, n): [number, Basket] => [
    2 + 14 * n,
    n < 3 ? { tea: 5 } : { tea: 5, cake: 4 },
  ]);
  big = await tea.customer('云上酒店', visits);
  small = await tea.customer(
    '张姐',
    [3, 33, 63].map((ago) => [ago, { green: 1 }] as const),
  );
  await tea.settle();
});
afterAll(() => installReactions([]));

const as = <T>(work: Parameters<typeof house.in<T>>[1]) => house.in(shop, work, keeper);
const desk = () => as((ctx) => readDesk(ctx, { whose: 'all', beyond: false }));
const reasonsOf = async (id: string) => (await desk()).cards.find((card) => card.id === id)?.reasons ?? [];
const page = (id: string) => tea.ask((ctx) => readKeyAccount(ctx, { id }), keeper);

describe('key accounts', () => {
  test('are proposed by what a year with them is worth', async () => {
    const { items } = await tea.ask(proposeKeyAccounts, keeper);
    expect(items.map(({ customer }) => customer.name)).toEqual(['云上酒店', '张姐']);
    expect(items[0]?.explanation.values).toMatchObject({ purchases: 14 });
  });

  test('are named once, also by two at once', async () => {
    const name = () => as((ctx) => nameKeyAccount(ctx, { customerId: big, everyWeeks: 4, aim: '全年茶水都在本店' }));
    const tried = await Promise.allSettled([name(), name()]);
    expect(tried.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(tried.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'KEY_ACCOUNT_THERE' } });
    const { items } = await tea.ask((ctx) => listKeyAccounts(ctx, { limit: 10 }), keeper);
    expect(items).toMatchObject([
      { customer: { name: '云上酒店' }, everyWeeks: 4, reviewOn: addDays(today, 28), overdue: false, state: null },
    ]);
    expect((await tea.ask(proposeKeyAccounts, keeper)).items).toHaveLength(1);
  });

  test('show volume, pattern and what they buy', async () => {
    const account = await page(big);
    expect(account.months).toHaveLength(24);
    const months = account.months.reduce((sum, { amount }) => sum + Number(amount.amount), 0);
    expect(months).toBe(14 * 500 + 11 * 80);
    expect(Number(account.year.amount)).toBe(months);
    expect(account.pattern?.usualDays).toBeCloseTo(14, 0);
    expect(account.mix.map(({ category }) => category)).toEqual(['红茶', '茶点']);
  });

  test('ask for a look on Today when it is due, once, until it is noted', async () => {
    await as((ctx) => changeKeyAccount(ctx, { id: big, reviewOn: today }));
    await house.in(shop, knowByNight);
    const due = (await reasonsOf(big)).filter(({ kind }) => kind === 'account_review');
    expect(due).toMatchObject([
      { text: 'Key account: the look every 4 weeks is due. Aim: 全年茶水都在本店', due: today },
    ]);
    const review = await as((ctx) => reviewAccount(ctx, { id: big, state: 'growing', note: '夏天要加订' }));
    expect(review).toMatchObject({ on: today, state: 'growing', by: '林掌柜' });
    expect((await reasonsOf(big)).map(({ kind }) => kind)).not.toContain('account_review');
    expect(await page(big)).toMatchObject({ state: 'growing', reviewOn: addDays(today, 28), reviews: [review] });
  });

  test('take "done" on Today for the review, and give it back with it', async () => {
    await as((ctx) => changeKeyAccount(ctx, { id: big, reviewOn: today }));
    const reason = (await reasonsOf(big)).find(({ kind }) => kind === 'account_review');
    const asked = {
      cardId: big,
      outcome: 'done',
      way: 'called',
      note: '一切都好',
      reasonIds: [reason?.id ?? ''],
    } as const;
    const answer = await as((ctx) => answerCard(ctx, { ...asked, reasonIds: [...asked.reasonIds] }));
    expect((await page(big)).reviews.map(({ note }) => note)).toEqual(['一切都好', '夏天要加订']);
    await as((ctx) => takeBackOutcome(ctx, { id: answer.id }));
    expect(await page(big)).toMatchObject({ reviewOn: today, reviews: [{ note: '夏天要加订' }] });
    expect((await reasonsOf(big)).map(({ kind }) => kind)).toContain('account_review');
  });

  test('refuse a stale change, a day that does not fit, and who only reads', async () => {
    const change = (more: object) => as((ctx) => changeKeyAccount(ctx, { id: big, ...more }));
    await expect(change({ everyWeeks: 2, version: 1 })).rejects.toMatchObject({ code: 'STALE' });
    await expect(change({ reviewOn: addDays(today, -1) })).rejects.toMatchObject({ code: 'KEY_ACCOUNT_DAY_UNFIT' });
    await expect(change({ reviewOn: addDays(today, 900) })).rejects.toMatchObject({ code: 'KEY_ACCOUNT_DAY_UNFIT' });
    await expect(page(small)).rejects.toMatchObject({ code: 'KEY_ACCOUNT_NOT_FOUND' });
    await expect(page(newId())).rejects.toMatchObject({ code: 'CUSTOMER_NOT_FOUND' });
    const own = actorWith({ 'customers.read': 'all', 'retention.edit': 'own' });
    const tried = house.in(shop, (ctx) => nameKeyAccount(ctx, { customerId: small, everyWeeks: 4 }), own);
    await expect(tried).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  test('are one no longer, keep their reviews, and may become one again', async () => {
    await as((ctx) => releaseKeyAccount(ctx, { id: big }));
    expect((await reasonsOf(big)).map(({ kind }) => kind)).not.toContain('account_review');
    await expect(page(big)).rejects.toMatchObject({ code: 'KEY_ACCOUNT_NOT_FOUND' });
    await as((ctx) => nameKeyAccount(ctx, { customerId: big, everyWeeks: 2 }));
    expect((await page(big)).reviews).toHaveLength(1);
  });
});

describe('the watch over goods', () => {
  const alerts = async (show: 'open' | 'settled') =>
    (await tea.ask((ctx) => listAlerts(ctx, { limit: 10, show, kind: 'changed' }))).items.map(({ customer, alert }) => [
      customer.name,
      alert?.kind,
      alert?.outcome,
    ]);

  test('raised what is missing, once, however many nights pass', async () => {
    await house.in(shop, knowByNight);
    expect(await alerts('open')).toEqual([['云上酒店', 'goods_stopped', null]]);
    const reason = (await reasonsOf(big)).find(({ kind }) => kind === 'goods_stopped');
    expect(reason?.text).toMatch(/^Still comes, but no longer buys 绿豆糕: usually every 14 days, now 44 days/);
    expect(Number(reason?.stake.amount)).toBeGreaterThan(0);
    expect((await page(big)).warningList.map(({ key }) => key)).toContain('goods_stopped');
  });

  test('takes it back when the goods are bought again', async () => {
    await house.in(shop, (ctx) => tea.buy(ctx, big, 0, { tea: 5, cake: 4 }));
    await tea.settle();
    expect(await alerts('open')).toEqual([]);
    expect(await alerts('settled')).toEqual([['云上酒店', 'goods_stopped', 'recovered']]);
  });
});
