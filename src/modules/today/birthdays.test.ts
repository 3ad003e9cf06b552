import { describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { addDays } from '../../maths/calendar.ts';
import { birthdayKind, reviewBirthdays } from './birthdays.ts';
import { readDesk } from './desk.ts';
import { registerReasonKind } from './kinds.ts';
import { answerCard } from './outcomes.ts';
import { addCustomer } from './testing/shop.ts';

registerReasonKind(birthdayKind);
const house = await testHouse();
/** A Sunday; the 14th of the tenth lunar month. */
const DAY = '2026-11-22';

function on<T>(day: string, shop: Workspace, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return house.in(shop, (ctx) => work({ ...ctx, today: day }));
}

function sentences(day: string, shop: Workspace): Promise<string[]> {
  return on(day, shop, async (ctx) => {
    const { cards } = await readDesk(ctx, { whose: 'all', beyond: true });
    return cards.flatMap((card) => card.reasons.map((reason) => `${card.customer.name}: ${reason.text}`));
  });
}

const night = (day: string, shop: Workspace) => on(day, shop, (ctx) => reviewBirthdays(ctx, null));

describe('birthdays', () => {
  test('of the next seven days come to the desk, in the calendar they are kept in', async () => {
    const shop = await house.openWorkspace();
    await addCustomer(house, shop, { name: 'Anna', birthday_calendar: 'solar', birthday_month: 11, birthday_day: 22 });
    await addCustomer(house, shop, {
      name: '单雄信',
      birthday_calendar: 'lunar',
      birthday_month: 10,
      birthday_day: 15,
    });
    await addCustomer(house, shop, { name: 'Ben', birthday_calendar: 'solar', birthday_month: 11, birthday_day: 29 });
    await addCustomer(house, shop, { name: 'Late', birthday_calendar: 'solar', birthday_month: 11, birthday_day: 30 });
    await night(DAY, shop);
    expect(await sentences(DAY, shop)).toEqual([
      'Anna: Birthday today (Nov 22)',
      '单雄信: Birthday tomorrow (lunar month 10, day 15)',
      'Ben: Birthday in 7 days (Nov 29)',
    ]);
  });

  test('come with words that address the customer as one does', async () => {
    const shop = await house.openWorkspace();
    const facts = { birthday_calendar: 'solar', birthday_month: 11, birthday_day: 22 } as const;
    await addCustomer(house, shop, { name: '单雄信', gender: 'male', ...facts });
    await night(DAY, shop);
    const { cards } = await on(DAY, shop, (ctx) =>
      readDesk({ ...ctx, locale: 'zh-CN' }, { whose: 'all', beyond: true }),
    );
    expect(cards[0]?.suggestion).toMatch(/^单先生，祝您生日快乐/);
  });

  test('that passed leave the desk by themselves and come back next year', async () => {
    const shop = await house.openWorkspace();
    await addCustomer(house, shop, { name: 'Anna', birthday_calendar: 'solar', birthday_month: 11, birthday_day: 22 });
    await night(DAY, shop);
    await night(addDays(DAY, 1), shop);
    expect(await sentences(addDays(DAY, 1), shop)).toEqual([]);
    await night('2027-11-22', shop);
    expect(await sentences('2027-11-22', shop)).toEqual(['Anna: Birthday today (Nov 22)']);
  });

  test('that somebody congratulated on stay done', async () => {
    const shop = await house.openWorkspace();
    const id = await addCustomer(house, shop, { birthday_calendar: 'solar', birthday_month: 11, birthday_day: 25 });
    await night(DAY, shop);
    await on(DAY, shop, (ctx) => answerCard(ctx, { cardId: id, outcome: 'done', way: 'messaged' }));
    await night(addDays(DAY, 1), shop);
    expect(await sentences(addDays(DAY, 1), shop)).toEqual([]);
  });

  test('that were corrected move with the correction, and touch nobody else', async () => {
    const shop = await house.openWorkspace();
    const id = await addCustomer(house, shop, {
      name: 'Anna',
      birthday_calendar: 'solar',
      birthday_month: 11,
      birthday_day: 22,
    });
    await addCustomer(house, shop, { name: 'Ben', birthday_calendar: 'solar', birthday_month: 11, birthday_day: 23 });
    await night(DAY, shop);
    await on(DAY, shop, async (ctx) => {
      await ctx.db.updateTable('customers').set({ birthday_day: 24 }).where('id', '=', id).execute();
      await reviewBirthdays(ctx, [id]);
    });
    expect(await sentences(DAY, shop)).toEqual([
      'Ben: Birthday tomorrow (Nov 23)',
      'Anna: Birthday in 2 days (Nov 24)',
    ]);
  });
});
