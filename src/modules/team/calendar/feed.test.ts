import { describe, expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { createTask } from '../tasks/tasks.ts';
import { call, colleague } from '../testing/shop.ts';
import { changeCalendar, readCalendar, setDay } from './change-calendar.ts';
import { calendarText, closeFeed, openFeed, readFeed } from './feed.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);
const shop = await house.openWorkspace();
const anna = await colleague(house, shop);
const tokenOf = (url: string) => /\/([\w-]+)\.ics$/.exec(url)?.[1] ?? '';
const gone = { code: 'CALENDAR_FEED_GONE' };

describe('the calendar address', () => {
  test('shows titles and times, notes only where they are wanted, and stops when it is closed', async () => {
    const { today } = await house.in(shop, async (ctx) => ({ today: ctx.today }));
    const given = { ...call, note: '他女儿叫小雨', due: { on: addDays(today, 1) } };
    await house.in(shop, (ctx) => createTask(ctx, given), anna);
    const first = await house.in(shop, (ctx) => openFeed(ctx, { withDetails: false }), anna);
    const text = await calendarText(house, tokenOf(first.url), 'events', '1.1.1.1');
    expect(text).toContain('给王总打电话');
    expect(text).not.toContain('小雨');
    const second = await house.in(shop, (ctx) => openFeed(ctx, { withDetails: true }), anna);
    await expect(calendarText(house, tokenOf(first.url), 'events', '1.1.1.1')).rejects.toMatchObject(gone);
    expect(await calendarText(house, tokenOf(second.url), 'todos', '1.1.1.1')).toContain('他女儿叫小雨');
    expect((await house.in(shop, (ctx) => readFeed(ctx), anna)).lastReadAt).not.toBeNull();
    await house.in(shop, (ctx) => closeFeed(ctx), anna);
    await expect(calendarText(house, tokenOf(second.url), 'events', '1.1.1.1')).rejects.toMatchObject(gone);
  });

  test('of a colleague who has left shows nothing', async () => {
    const ben = await colleague(house, shop);
    const { url } = await house.in(shop, (ctx) => openFeed(ctx, { withDetails: false }), ben);
    await house.in(shop, (ctx) =>
      ctx.db.updateTable('memberships').set({ deactivated_at: ctx.now }).where('id', '=', ben.memberId).execute(),
    );
    await expect(calendarText(house, tokenOf(url), 'events', '1.1.1.1')).rejects.toMatchObject(gone);
  });

  test('cannot be guessed for long', async () => {
    const guesses = Array.from({ length: 61 }, (_, n) => calendarText(house, `guess${n}`, 'events', '9.9.9.9'));
    const answers = await Promise.allSettled(guesses);
    const codes = answers.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : ''));
    expect(codes).toContain('TOO_MANY_REQUESTS');
  });
});

describe('the working hours', () => {
  test('are those of the zone until somebody sets them, and are changed by who saw them last', async () => {
    const before = await house.in(shop, (ctx) => readCalendar(ctx));
    expect(before).toMatchObject({ holidays: 'CN', knownUntil: 2026, version: 0 });
    const hours = { ...before.hours, '6': { from: '10:00', to: '16:00' } };
    const after = await house.in(shop, (ctx) => changeCalendar(ctx, { hours, version: 0 }));
    expect(after.hours['6']).toEqual({ from: '10:00', to: '16:00' });
    await expect(house.in(shop, (ctx) => changeCalendar(ctx, { hours, version: 0 }))).rejects.toMatchObject({
      code: 'STALE',
    });
    const backwards = { '1': { from: '18:00', to: '09:00' } };
    await expect(house.in(shop, (ctx) => changeCalendar(ctx, { hours: backwards, version: 1 }))).rejects.toMatchObject({
      code: 'SHOP_HOURS_UNFIT',
    });
    const own = await house.in(shop, (ctx) => setDay(ctx, { day: '2030-01-01', works: true, label: '开门红' }));
    expect(own.days).toEqual([{ day: '2030-01-01', works: true, label: '开门红' }]);
  });
});
