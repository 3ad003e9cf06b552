import { describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { actorWith, testHouse } from '../../kernel/testing/house.ts';
import { readDesk } from './desk.ts';
import { registerReasonKind } from './kinds.ts';
import { occasionKind, remembranceKind, reviewOccasions } from './occasions.ts';
import { addCustomer } from './testing/shop.ts';

registerReasonKind(occasionKind);
registerReasonKind(remembranceKind);
const house = await testHouse();
/** A Sunday; the 14th of the tenth lunar month. */
const DAY = '2026-11-22';

const on = <T>(today: string, shop: Workspace, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  house.in(shop, (ctx) => work({ ...ctx, today }));
const night = (today: string, shop: Workspace) => on(today, shop, (ctx) => reviewOccasions(ctx, null));

function desk(today: string, shop: Workspace, as: Partial<Ctx> = {}) {
  return on(today, shop, (ctx) => readDesk({ ...ctx, ...as }, { whose: 'all', beyond: true }));
}
async function sentences(today: string, shop: Workspace, as: Partial<Ctx> = {}): Promise<string[]> {
  return (await desk(today, shop, as)).cards.flatMap((card) => card.reasons.map(({ text }) => text)).sort();
}

interface DayFacts {
  kind?: string;
  title?: string;
  person?: string;
  calendar?: string;
  year?: number;
  month: number;
  day: number;
  once?: boolean;
  days_ahead?: number;
  sensitive?: boolean;
}

function remember(shop: Workspace, customerId: string, { person, kind = 'wedding', ...facts }: DayFacts) {
  return house.in(shop, async (ctx) => {
    const common = { workspace_id: shop.id, customer_id: customerId, by_name: '林店长', at: ctx.now };
    const personId = person === undefined ? null : newId();
    if (person !== undefined && personId !== null)
      await ctx.db
        .insertInto('customer_people')
        .values({ ...common, id: personId, role: 'child', name: person })
        .execute();
    const id = newId();
    await ctx.db
      .insertInto('customer_occasions')
      .values({ ...common, id, kind, person_id: personId, calendar: 'solar', ...facts })
      .execute();
    return id;
  });
}

describe('days that matter', () => {
  test('come to the desk some days before, and in their month where only that is known', async () => {
    const shop = await house.openWorkspace();
    const id = await addCustomer(house, shop);
    await remember(shop, id, { year: 2010, month: 11, day: 22 });
    await remember(shop, id, { kind: 'birthday', person: '小美', calendar: 'lunar', month: 10, day: 15 });
    await remember(shop, id, { kind: 'moving', month: 11, day: 0 });
    await remember(shop, id, { kind: 'other', title: '开业', month: 12, day: 1 });
    await remember(shop, id, { kind: 'graduation', month: 12, day: 10, days_ahead: 20 });
    await remember(shop, id, { kind: 'founding', year: 2025, month: 11, day: 23, once: true });
    await night(DAY, shop);
    expect(await sentences(DAY, shop)).toEqual(
      [
        'Wedding day today (Nov 22)',
        '小美 (child): birthday tomorrow (lunar month 10, day 15)',
        'Moving day in November',
        'Graduation in 18 days (Dec 10)',
      ].sort(),
    );
    const { cards } = await desk(DAY, shop, { locale: 'zh-CN' });
    expect(cards[0]?.reasons.map(({ text }) => text)).toContain('明天是孩子小美的生日（农历十月十五）');
    expect(cards[0]?.suggestion).toMatch(/^单.*您好/);
  });

  test('that passed, were forgotten or were once leave the desk', async () => {
    const shop = await house.openWorkspace();
    const id = await addCustomer(house, shop);
    await remember(shop, id, { year: 2026, month: 11, day: 24, once: true });
    const gone = await remember(shop, id, { kind: 'moving', month: 11, day: 25 });
    await night(DAY, shop);
    expect(await sentences(DAY, shop)).toHaveLength(2);
    await on(DAY, shop, async (ctx) => {
      await ctx.db.deleteFrom('customer_occasions').where('id', '=', gone).execute();
      await reviewOccasions(ctx, [id]);
    });
    expect(await sentences(DAY, shop)).toEqual(['Wedding day in 2 days (Nov 24)']);
    await night('2026-11-25', shop);
    expect(await sentences('2026-11-25', shop)).toEqual([]);
    await night('2027-11-24', shop);
    expect(await sentences('2027-11-24', shop)).toEqual([]);
  });

  test('of remembrance have no ready words, and sensitive ones no name for whoever may not see it', async () => {
    const shop = await house.openWorkspace();
    const id = await addCustomer(house, shop);
    await remember(shop, id, { kind: 'memorial', title: '母亲忌日', month: 11, day: 23, sensitive: true });
    await night(DAY, shop);
    const { cards } = await desk(DAY, shop);
    expect(cards[0]).toMatchObject({
      suggestion: null,
      reasons: [{ text: '母亲忌日 tomorrow (Nov 23): tread softly' }],
    });
    const clerk = actorWith({ 'today.work': 'all', 'customers.read': 'all' }, { fields: {} });
    expect(await sentences(DAY, shop, { actor: clerk })).toEqual([
      'A day that matters to them tomorrow (Nov 23): tread softly',
    ]);
  });
});
