import { describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/access.ts';
import type { Workspace } from '../../kernel/context.ts';
import { actorWith, testHouse } from '../../kernel/testing/house.ts';
import { addDays } from '../../maths/calendar.ts';
import { lift, restrict } from '../customers/privacy/consents/restrictions.ts';
import { birthdayKind } from './birthdays.ts';
import { readDesk } from './desk.ts';
import { registerReasonKind } from './kinds.ts';
import { answerCard } from './outcomes.ts';
import { changeSettings } from './settings.ts';
import { addCustomer, late, raise } from './testing/shop.ts';

const house = await testHouse();
const owner = () => actorWith({ 'customers.read': 'all', 'today.work': 'all' });

function desk(shop: Workspace, actor?: Actor, input: Partial<Parameters<typeof readDesk>[1]> = {}) {
  return house.in(shop, (ctx) => readDesk(ctx, { whose: 'all', beyond: false, ...input }), actor);
}

function today(shop: Workspace): Promise<string> {
  return house.in(shop, async (ctx) => ctx.today);
}

describe('the desk', () => {
  test('shows a customer once, with all reasons, the gravest first', async () => {
    const shop = await house.openWorkspace();
    const id = await addCustomer(house, shop, { name: '单雄信' });
    await raise(
      house,
      shop,
      late(id, { source: 'a', stakeMinor: 500n }),
      late(id, { source: 'b', stakeMinor: 9_050n }),
    );
    const { cards, waiting, hasCustomers } = await desk(shop);
    expect(cards).toMatchObject([
      { id, rank: 1, customer: { name: '单雄信' }, stake: { amount: '90.50', currency: 'CNY' } },
    ]);
    expect(cards[0]?.reasons.map((reason) => reason.source)).toEqual(['b', 'a']);
    expect([waiting, hasCustomers]).toEqual([{ value: 0, exact: true }, true]);
  });

  test('tells of a birthday only whom the card would tell it', async () => {
    registerReasonKind(birthdayKind);
    const shop = await house.openWorkspace();
    const id = await addCustomer(house, shop);
    await raise(house, shop, {
      ...late(id),
      kind: 'birthday',
      source: 'b',
      params: { calendar: 'solar', month: 1, day: 2 },
    });
    const clerk = { ...owner(), fields: { 'customers.birthday': 'mask' as const } };
    expect((await desk(shop, clerk)).cards).toEqual([]);
    await raise(house, shop, late(id));
    expect((await desk(shop, clerk)).cards[0]?.reasons.map(({ kind }) => kind)).not.toContain('birthday');
    expect((await desk(shop, owner())).cards[0]?.reasons.map(({ kind }) => kind)).toContain('birthday');
  });

  test('leaves out whoever asked not to be contacted, until that ends', async () => {
    const shop = await house.openWorkspace();
    const [still, open] = await Promise.all([1, 2].map(() => addCustomer(house, shop)));
    await raise(house, shop, late(still as string), late(open as string));
    await house.in(shop, (ctx) => restrict(ctx, { id: still as string, kind: 'contact', reason: '不要打扰' }));
    const quiet = await desk(shop);
    expect([quiet.cards.map((card) => card.id), quiet.waiting.value]).toEqual([[open], 0]);
    await house.in(shop, (ctx) => lift(ctx, { id: still as string, kind: 'contact' }));
    expect((await desk(shop)).cards).toHaveLength(2);
  });

  test('puts first what is due today, then what is most at stake', async () => {
    const shop = await house.openWorkspace();
    const day = await today(shop);
    const [large, small, due, overdue] = await Promise.all([1, 2, 3, 4].map(() => addCustomer(house, shop)));
    await raise(
      house,
      shop,
      late(small as string, { stakeMinor: 100n, dueOn: addDays(day, 1) }),
      late(large as string, { stakeMinor: 900n }),
      late(due as string, { stakeMinor: 0n, dueOn: day }),
      late(overdue as string, { stakeMinor: 5n, dueOn: addDays(day, -2) }),
    );
    expect((await desk(shop)).cards.map((card) => card.id)).toEqual([overdue, due, large, small]);
  });

  test('ends when the day’s capacity is used, and says how many wait', async () => {
    const shop = await house.openWorkspace();
    const worker = owner();
    await house.in(shop, (ctx) => changeSettings(ctx, { version: 0, capacity: 2 }));
    const ids = await Promise.all([1, 2, 3, 4].map(() => addCustomer(house, shop)));
    await raise(house, shop, ...ids.map((id, n) => late(id, { stakeMinor: BigInt(n) })));
    expect(await desk(shop, worker)).toMatchObject({ capacity: 2, done: 0, waiting: { value: 2 } });
    await house.in(shop, (ctx) => answerCard(ctx, { cardId: ids[3] as string, outcome: 'done' }), worker);
    const after = await desk(shop, worker);
    expect(after.cards.map((card) => card.id)).toEqual([ids[2]]);
    expect(after).toMatchObject({ done: 1, waiting: { value: 2 } });
    expect((await desk(shop, worker, { beyond: true })).cards).toHaveLength(3);
    expect(await desk(shop, owner())).toMatchObject({ done: 0, waiting: { value: 1 } });
  });

  test('shows a salesperson only the customers they may see', async () => {
    const shop = await house.openWorkspace();
    const seller = actorWith({ 'customers.read': 'own', 'today.work': 'own' });
    const mine = await addCustomer(house, shop, { owner_id: seller.memberId });
    const other = await addCustomer(house, shop);
    await raise(house, shop, late(mine), late(other));
    expect((await desk(shop, seller)).cards.map((card) => card.id)).toEqual([mine]);
    expect((await desk(shop, owner(), { whose: 'mine' })).cards).toEqual([]);
  });

  test('leaves out customers in the bin and reasons whose day has not come', async () => {
    const shop = await house.openWorkspace();
    const day = await today(shop);
    const binned = await addCustomer(house, shop, { binned_at: new Date(0) });
    const later = await addCustomer(house, shop);
    await raise(house, shop, late(binned), late(later, { showFrom: addDays(day, 1) }));
    expect(await desk(shop)).toMatchObject({ cards: [], waiting: { value: 0 }, hasCustomers: true });
  });

  test('of a shop without customers says so', async () => {
    expect(await desk(await house.openWorkspace())).toMatchObject({ cards: [], hasCustomers: false });
  });

  test('takes the shop’s own words before the general ones', async () => {
    registerReasonKind({
      kind: 'with_playbook',
      module: 'today',
      suggestion: async (_ctx, ids) => new Map(ids.slice(0, 1).map((id) => [id, '来喝茶'])),
    });
    const shop = await house.openWorkspace();
    const id = await addCustomer(house, shop);
    await raise(house, shop, late(id, { kind: 'with_playbook' }));
    expect((await desk(shop)).cards[0]?.suggestion).toBe('来喝茶');
  });
});
