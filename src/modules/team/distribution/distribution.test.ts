import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../../kernel/access.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays, startOfDay } from '../../../maths/calendar.ts';
import { addNote } from '../../customers/notes.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { undoChangeSet } from '../../transfer/index.ts';
import { jobs } from '../jobs.ts';
import { addCustomer, colleague } from '../testing/shop.ts';
import { distributeNew, previewDistribution, runDistribution } from './distribute-customers.ts';
import { listLeaving, listPool, returnToPool, takeFromPool } from './pool.ts';
import { tidyPool } from './pool-night.ts';
import { changeDistribution, readDistribution } from './settings.ts';
import '../../customers/module.ts';
import '../module.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);
let shop: Workspace;
let zhou: Actor & { memberId: string };
let lin: Actor & { memberId: string };

beforeEach(async () => {
  shop = await house.openWorkspace();
  const grants = { 'customers.read': 'own', 'customers.edit': 'own', 'pool.take': 'all' } as const;
  zhou = await colleague(house, shop, { name: '小周', grants });
  lin = await colleague(house, shop, { name: '小林', grants });
});

const inShop = <T>(work: (ctx: Ctx) => Promise<T>, actor?: Actor) => house.in(shop, work, actor);
const anybody = { branchId: null, tag: null, source: null };
const rule = (...members: { memberId: string }[]) => ({
  ...anybody,
  memberIds: members.map(({ memberId }) => memberId),
});
const many = async (count: number) => {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await addCustomer(house, shop, { name: `客户${n}` }));
  return ids;
};
const settle = (change: Parameters<typeof changeDistribution>[1]) => inShop((ctx) => changeDistribution(ctx, change));

/** Owners by customer, in the order of `ids`. */
async function ownersOf(ids: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await inShop((ctx) =>
    sql<{ id: string; owner_id: string | null }>`
      select id, owner_id from customers where workspace_id = ${shop.id} and id = any (${[...ids]}::uuid[])`.execute(
      ctx.db,
    ),
  );
  return ids.map((id) => rows.find((row) => row.id === id)?.owner_id ?? null);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

describe('giving customers away by rules', () => {
  test('says beforehand who would get how many, gives as many, and takes it back', async () => {
    const ids = await many(5);
    await settle({ rules: [rule(zhou, lin)], limits: [{ memberId: lin.memberId, customers: 1 }] });
    const expected = [
      { member: { id: zhou.memberId, name: '小周' }, customers: 4 },
      { member: { id: lin.memberId, name: '小林' }, customers: 1 },
    ];
    expect((await inShop((ctx) => previewDistribution(ctx))).given).toEqual(expected);
    const { changeSet, given, left } = await inShop((ctx) => runDistribution(ctx));
    expect([given, left]).toEqual([expected, 0]);
    const { people, pool } = await inShop((ctx) => readDistribution(ctx));
    expect(people.map(({ member, customers, limit }) => [member.name, customers.value, limit]).sort()).toEqual(
      [
        ['小周', 4, null],
        ['小林', 1, 1],
      ].sort(),
    );
    expect(pool.value).toBe(0);
    await inShop((ctx) => undoChangeSet(ctx, { id: changeSet }));
    expect(await ownersOf(ids)).toEqual(ids.map(() => null));
  });

  test('a new customer is given at once, those of a file wait in the pool', async () => {
    await settle({ rules: [rule(zhou, lin)] });
    const [one, other, ofFile] = (await many(3)) as [string, string, string];
    await inShop((ctx) => distributeNew(ctx, { customerIds: [one], changeSetId: null }));
    await inShop((ctx) => distributeNew(ctx, { customerIds: [other], changeSetId: null }));
    await inShop((ctx) => distributeNew(ctx, { customerIds: [ofFile], changeSetId: ofFile }));
    expect(await ownersOf([one, other, ofFile])).toEqual([zhou.memberId, lin.memberId, null]);
  });

  test('two runs at once give nobody more than the limit', async () => {
    await many(12);
    const limits = [zhou, lin].map(({ memberId }) => ({ memberId, customers: 3 }));
    await settle({ rules: [rule(zhou, lin)], limits });
    await Promise.all([1, 2, 3].map(() => inShop((ctx) => runDistribution(ctx))));
    const { people, pool } = await inShop((ctx) => readDistribution(ctx));
    expect([people.map(({ customers }) => customers.value), pool.value]).toEqual([[3, 3], 6]);
  });

  test('an absent colleague is passed over', async () => {
    const ids = await many(2);
    await settle({ rules: [rule(zhou, lin)] });
    await inShop((ctx) =>
      sql`insert into absences (workspace_id, id, member_id, deputy_id, starts_at, ends_at, by_name, created_at)
        values (${shop.id}, gen_random_uuid(), ${zhou.memberId}, ${lin.memberId}, ${ctx.now}::timestamptz - interval '1 day',
          ${ctx.now}::timestamptz + interval '1 day', 'x', ${ctx.now})`.execute(ctx.db),
    );
    await inShop((ctx) => runDistribution(ctx));
    expect(await ownersOf(ids)).toEqual([lin.memberId, lin.memberId]);
  });

  test('strangers, unknown branches, warnings longer than the time, and stale changes are refused', async () => {
    const { version } = await settle({ settings: { poolAfterDays: 30, warnDays: 7 } });
    expect([
      await codeOf(settle({ rules: [{ ...anybody, memberIds: [shop.id] }] })),
      await codeOf(settle({ rules: [{ ...rule(zhou), branchId: shop.id }] })),
      await codeOf(settle({ settings: { warnDays: 30 } })),
      await codeOf(settle({ settings: { warnDays: 6 }, version: version - 1 })),
      await codeOf(inShop((ctx) => runDistribution(ctx))),
    ]).toEqual([
      'DISTRIBUTION_MEMBER_UNKNOWN',
      'DISTRIBUTION_BRANCH_UNKNOWN',
      'DISTRIBUTION_WARNING_TOO_LONG',
      'STALE',
      'DISTRIBUTION_NO_RULES',
    ]);
  });
});

describe('the pool', () => {
  test('shows nobody’s customers without their contacts, to who does not see them otherwise, too', async () => {
    const [id] = await many(1);
    await addCustomer(house, shop, { name: '有主', owner_id: lin.memberId });
    const { items, left } = await inShop((ctx) => listPool(ctx, { limit: 50 }), zhou);
    expect([items.map((item) => [item.id, item.name]), left]).toEqual([[[id, '客户0']], 5]);
    expect(Object.keys(items[0] ?? {})).not.toContain('phone');
  });

  test('of two who take at once one gets the customer, the other hears that it is gone', async () => {
    const [id = ''] = await many(1);
    const answers = await Promise.all(
      [zhou, lin].map((actor) => codeOf(inShop((ctx) => takeFromPool(ctx, { id }), actor))),
    );
    expect(answers.toSorted()).toEqual(['POOL_CUSTOMER_GONE', 'done']);
    const winner = answers[0] === 'done' ? zhou : lin;
    expect(await ownersOf([id])).toEqual([winner.memberId]);
  });

  test('many presses of one person never go beyond the day’s number or the limit', async () => {
    const ids = await many(6);
    await settle({ settings: { takesADay: 3 } });
    const all = await Promise.all(ids.map((id) => codeOf(inShop((ctx) => takeFromPool(ctx, { id }), zhou))));
    expect(all.toSorted()).toEqual([
      'POOL_ENOUGH_TODAY',
      'POOL_ENOUGH_TODAY',
      'POOL_ENOUGH_TODAY',
      'done',
      'done',
      'done',
    ]);
    await settle({ limits: [{ memberId: lin.memberId, customers: 1 }] });
    const rest = ids.filter((_, n) => all[n] !== 'done');
    const hers = await Promise.all(rest.map((id) => codeOf(inShop((ctx) => takeFromPool(ctx, { id }), lin))));
    expect(hers.toSorted()).toEqual(['POOL_NO_ROOM', 'POOL_NO_ROOM', 'done']);
  });

  test('an owner gives a customer back, and nobody else does', async () => {
    const id = await addCustomer(house, shop, { owner_id: zhou.memberId });
    expect(await codeOf(inShop((ctx) => returnToPool(ctx, { id }), lin))).toBe('POOL_NOT_YOURS');
    await inShop((ctx) => returnToPool(ctx, { id }), zhou);
    expect(await ownersOf([id])).toEqual([null]);
  });
});

describe('night by night', () => {
  const on = (days: number, work: (ctx: Ctx) => Promise<unknown>) =>
    inShop((ctx) => {
      const today = addDays(ctx.today, days);
      return work({ ...ctx, today, now: new Date(startOfDay(shop.zone, today).getTime() + 3_600_000) });
    });

  test('a customer with whom nobody was in touch goes back, a week after the owner was told', async () => {
    await settle({ settings: { poolAfterDays: 30, warnDays: 7 } });
    const [quiet, called] = [
      await addCustomer(house, shop, { name: '久未联系', owner_id: zhou.memberId }),
      await addCustomer(house, shop, { name: '刚联系', owner_id: zhou.memberId }),
    ];
    await on(20, tidyPool);
    expect((await inShop((ctx) => listLeaving(ctx))).items).toEqual([]);
    await on(24, tidyPool);
    await on(24, tidyPool);
    const told = await inShop((ctx) => listLeaving(ctx));
    expect(told.items.map(({ customer }) => customer.id).sort()).toEqual([quiet, called].sort());
    await on(26, (ctx) => addNote(ctx, { id: called, body: '电话聊过', mentions: [] }));
    await on(30, tidyPool);
    expect(await ownersOf([quiet, called])).toEqual([zhou.memberId, zhou.memberId]);
    await on(31, tidyPool);
    expect(await ownersOf([quiet, called])).toEqual([null, zhou.memberId]);
    const news = await inShop((ctx) =>
      ctx.db.selectFrom('notifications').select('kind').where('workspace_id', '=', shop.id).execute(),
    );
    expect(news).toEqual([{ kind: 'pool_warning' }]);
  });

  test('nobody goes back where the shop wants none of it', async () => {
    const id = await addCustomer(house, shop, { owner_id: zhou.memberId });
    await on(4000, tidyPool);
    expect(await ownersOf([id])).toEqual([zhou.memberId]);
  });
});
