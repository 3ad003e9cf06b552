import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { event } from '../contract.ts';
import type { Ctx } from '../context.ts';
import { newId } from '../ids.ts';
import { emit, installReactions, lockOrLater, reaction } from '../outbox.ts';
import { testHouse } from '../testing/house.ts';
import { deliverDue } from './dispatch.ts';

const guestCame = event('guest.came', z.object({ name: z.string() }));
const house = await testHouse();
const hotel = await house.openWorkspace();

function names(): Promise<string[]> {
  return house.database
    .reader(hotel.id)
    .selectFrom('customers')
    .select('name')
    .execute()
    .then((rows) => rows.map((row) => row.name));
}

async function remember(ctx: Ctx, name: string): Promise<void> {
  const row = { workspace_id: ctx.workspace.id, id: newId(), name, sort_name: name };
  await ctx.db.insertInto('customers').values(row).execute();
}

function waiting() {
  return house.database.local.selectFrom('outbox_deliveries').selectAll().execute();
}

afterEach(() => house.database.local.deleteFrom('outbox_deliveries').execute());

describe('what other modules do when something happened', () => {
  test('they do it after the commit, once', async () => {
    installReactions([reaction('guests.remember', guestCame, (ctx, { name }) => remember(ctx, name))]);
    await house.in(hotel, (ctx) => emit(ctx, guestCame, { name: '黄蓉' }));
    await Promise.all([deliverDue(house), deliverDue(house), deliverDue(house)]);
    expect((await names()).filter((name) => name === '黄蓉')).toHaveLength(1);
    expect(await waiting()).toEqual([]);
  });

  test('nothing is queued for whom this event does not concern', async () => {
    installReactions([
      reaction('guests.remember', guestCame, (ctx, { name }) => remember(ctx, name)),
      reaction(
        'guests.toast',
        guestCame,
        (ctx, { name }) => remember(ctx, `toast ${name}`),
        ({ name }) => name === '王总',
      ),
    ]);
    await house.in(hotel, (ctx) => emit(ctx, guestCame, { name: '小李' }));
    expect((await waiting()).map((row) => row.reaction)).toEqual(['guests.remember']);
    await house.in(hotel, (ctx) => emit(ctx, guestCame, { name: '王总' }));
    await deliverDue(house);
    expect((await names()).filter((name) => name.startsWith('toast'))).toEqual(['toast 王总']);
  });

  test('what concerns many is delivered beside what concerns a few, each in its own order', async () => {
    const groupCame = event('group.came', z.object({ name: z.string() }), true);
    installReactions([
      reaction('guests.remember', guestCame, (ctx, { name }) => remember(ctx, name)),
      reaction('groups.remember', groupCame, (ctx, { name }) => remember(ctx, name)),
    ]);
    await house.in(hotel, async (ctx) => {
      await emit(ctx, groupCame, { name: '旅行团' });
      await emit(ctx, guestCame, { name: '散客' });
    });
    expect(await deliverDue(house, 'few')).toBe(1);
    expect(await names()).toEqual(expect.arrayContaining(['散客']));
    expect((await waiting()).map((row) => row.reaction)).toEqual(['groups.remember']);
    expect(await deliverDue(house, 'many')).toBe(1);
    expect(await names()).toEqual(expect.arrayContaining(['旅行团']));
  });

  test('who finds somebody else at it comes again, as often as it takes, and holds up nobody', async () => {
    const busy = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const other = house.in(hotel, async (ctx) => {
      await lockOrLater(ctx, 'the front desk');
      held.resolve();
      await busy.promise;
    });
    await held.promise;
    installReactions([
      reaction('desk.note', guestCame, async (ctx, { name }) => {
        if (name === '急客') await lockOrLater(ctx, 'the front desk');
        await remember(ctx, name);
      }),
    ]);
    await house.in(hotel, (ctx) => emit(ctx, guestCame, { name: '急客' }));
    await house.in(hotel, (ctx) => emit(ctx, guestCame, { name: '后来的客人' }));
    expect(await deliverDue(house)).toBe(2);
    expect(await names()).toEqual(expect.arrayContaining(['后来的客人']));
    expect(await names()).not.toContain('急客');
    expect(await waiting()).toMatchObject([{ reaction: 'desk.note', attempts: 0, failure: null }]);
    busy.resolve();
    await other;
    await house.database.local
      .updateTable('outbox_deliveries')
      .set({ due_at: new Date(0) })
      .execute();
    expect(await deliverDue(house)).toBe(1);
    expect(await names()).toContain('急客');
  });

  test('nothing happens when the command fails', async () => {
    installReactions([reaction('guests.remember', guestCame, (ctx, { name }) => remember(ctx, name))]);
    const failing = house.in(hotel, async (ctx) => {
      await emit(ctx, guestCame, { name: '没来' });
      throw new Error('no room');
    });
    await expect(failing).rejects.toThrow('no room');
    await deliverDue(house);
    expect(await names()).not.toContain('没来');
  });

  test('a failing reaction leaves no trace of itself and waits for another try', async () => {
    installReactions([
      reaction('guests.stumble', guestCame, async (ctx, { name }) => {
        await remember(ctx, name);
        throw new Error('the printer is out of paper');
      }),
    ]);
    await house.in(hotel, (ctx) => emit(ctx, guestCame, { name: '洪七公' }));
    await deliverDue(house);
    expect(await names()).not.toContain('洪七公');
    expect(await waiting()).toMatchObject([{ attempts: 1, failure: 'the printer is out of paper' }]);
  });

  test('one failing reaction does not hold up the others', async () => {
    installReactions([
      reaction('guests.stumble', guestCame, async () => {
        throw new Error('no');
      }),
      reaction('guests.remember', guestCame, (ctx, { name }) => remember(ctx, name)),
    ]);
    await house.in(hotel, (ctx) => emit(ctx, guestCame, { name: '郭靖' }));
    await deliverDue(house);
    expect(await names()).toContain('郭靖');
    expect((await waiting()).map((row) => row.reaction)).toEqual(['guests.stumble']);
  });
});
