import { beforeAll, describe, expect, test } from 'vitest';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { actorWith } from '../../../kernel/testing/house.ts';
import { standOn } from '../../workspaces/premises.ts';
import { createCustomersInBulk } from '../bulk-create.ts';
import { EVERYTHING, hire, openDesk, type Desk } from '../testing/desk.ts';
import { duplicateReactions } from './reactions.ts';
import { matchDue, tidyMatches } from './scan.ts';

const MANAGER = { ...EVERYTHING, 'customers.merge': 'all' } as const;
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  standOn(desk.house);
  installReactions(duplicateReactions);
  desk.as(actorWith(MANAGER));
});

const record = async (facts: Record<string, unknown>) =>
  (await desk.call('POST', '/customers', facts)).body['id'] as string;
const settle = async () => {
  while ((await deliverDue(desk.house)) > 0);
};
interface Group {
  id: string;
  score: number;
  customers: { id: string; name: string; phone: string | null }[];
  pairs: { a: string; b: string; score: number; evidence: { kind: string; points: number }[] }[];
}
const review = async (query: Record<string, string | number> = {}) => {
  await settle();
  const { body } = await desk.get('/customers/duplicates', query);
  return body as unknown as { items: Group[]; nextCursor: string | null; count: { value: number } };
};
const namesOf = (groups: readonly Group[]) =>
  groups.map(({ customers }) =>
    customers
      .map(({ name }) => name)
      .sort()
      .join(' + '),
  );

describe('the review list', () => {
  test('names cards of one customer soon after the second is written, the surest first, page by page', async () => {
    await record({ name: '李雷', phone: '13812345678' });
    await record({ name: '韩梅梅', phone: '13812345678' });
    const twin = await record({ name: 'Li Lei', phone: '138 1234 5678' });
    await record({ name: '王芳', birthday: { month: 5, day: 1, year: 1990 } });
    await record({ name: '王芳', birthday: { calendar: 'lunar', month: 4, day: 7, year: 1990 } });
    const { items, count } = await review();
    expect(namesOf(items)).toEqual(['Li Lei + 李雷', '王芳 + 王芳']);
    expect(count.value).toBe(2);
    expect(items[0]?.pairs[0]?.evidence).toEqual([
      { kind: 'phone', points: 40, shared: 3 },
      { kind: 'nameSounds', points: 15 },
    ]);
    const third = await record({ name: '李雷先生', phone: '13812345678' });
    expect(namesOf((await review()).items)).toEqual(['Li Lei + 李雷 + 李雷先生', '王芳 + 王芳']);
    await desk.call('DELETE', `/customers/${third}`);
    expect(namesOf((await review()).items)).toEqual(['Li Lei + 李雷', '王芳 + 王芳']);
    const first = await review({ limit: 1 });
    const second = await review({ limit: 1, cursor: first.nextCursor ?? '' });
    expect(namesOf([...first.items, ...second.items])).toEqual(namesOf(items));
    expect(second.nextCursor).toBeNull();

    await desk.call('PATCH', `/customers/${twin}`, { phone: '13900001111', name: 'Tom' });
    expect(namesOf((await review()).items)).toEqual(['王芳 + 王芳']);
    await desk.call('DELETE', `/customers/${(await review()).items[0]?.customers[0]?.id}`);
    expect((await review()).items).toEqual([]);
  });

  test('forgets for good whom a person told apart, with who said so', async () => {
    const ids = [
      await record({ name: '赵一', phone: '13500000001' }),
      await record({ name: '赵一', phone: '13500000001' }),
    ];
    expect((await review()).items).toHaveLength(1);
    expect((await desk.call('POST', '/customers/duplicates/distinct', { customers: ids })).status).toBe(200);
    expect((await review()).items).toEqual([]);
    await desk.call('PATCH', `/customers/${ids[0]}`, { title: '老师' });
    expect((await review()).items).toEqual([]);
    const third = await record({ name: '赵一', phone: '13500000001' });
    expect((await review()).items[0]?.customers).toHaveLength(3);
    const merged = await desk.call('POST', '/customers/merge', { keep: third, merge: [ids[0]], fields: {} });
    expect(merged.status).toBe(201);
    expect((await review()).items).toEqual([]);
  });

  test('holds customers of a file, however many come in one batch', async () => {
    await desk.house.in(desk.shop, (ctx) =>
      createCustomersInBulk(
        ctx,
        Array.from({ length: 1_500 }, (_, n) => ({
          name: `客人${n % 1_490}号`,
          phone: `1370000${1_000 + (n % 1_490)}`,
        })),
      ),
    );
    expect((await review()).count.value).toBe(10);
    // In small portions the same is found.
    await desk.house.in(desk.shop, async (ctx) => {
      await ctx.db.deleteFrom('customer_duplicates').execute();
      await ctx.db.deleteFrom('customer_duplicate_groups').execute();
      const rows = await ctx.db.selectFrom('customers').select('id').where('name', 'like', '客人%').execute();
      await ctx.db
        .insertInto('customer_match_due')
        .values(rows.map(({ id }) => ({ workspace_id: desk.shop.id, customer_id: id })))
        .execute();
    });
    for (let portion = 0; portion < 4; portion += 1) await desk.house.in(desk.shop, (ctx) => matchDue(ctx, 400));
    expect((await review()).count.value).toBe(10);
    await desk.house.in(desk.shop, async (ctx) => {
      await ctx.db.deleteFrom('customers').where('name', 'like', '客人%').execute();
      await tidyMatches(ctx);
    });
    expect((await review()).count.value).toBe(0);
  });

  test('shows only what one may see: own customers, covered phones', async () => {
    const member = await hire(desk.house, desk.shop, '小林');
    const phone = '13611112222';
    await record({ name: '孙一', phone, ownerId: member });
    await record({ name: '孙一', phone, ownerId: member });
    await record({ name: '孙一', phone });
    const seller = { 'customers.read': 'own', 'customers.merge': 'own' } as const;
    desk.as(
      actorWith(seller, { memberId: member, fields: { 'customers.phone': 'mask', 'customers.birthday': 'hide' } }),
    );
    const { items } = await review();
    expect(items).toHaveLength(1);
    expect(items[0]?.customers).toHaveLength(2);
    expect(JSON.stringify(items)).not.toContain(phone);
    desk.as(actorWith(seller));
    expect((await review()).items).toEqual([]);
    desk.as(actorWith(MANAGER));
  });
});

describe('the warning while typing', () => {
  const check = (typed: Record<string, unknown>) => desk.call('POST', '/customers/duplicates/check', typed);

  test('names who has this phone, e-mail or number, or looks like it, but not the card itself', async () => {
    const known = await record({ name: '周舟', phone: '13711110000', email: 'zhou@example.com', externalId: 'Z-1' });
    await settle();
    for (const typed of [
      { phone: '+86 137-1111-0000' },
      { email: 'ZHOU@example.com' },
      { externalId: 'Z-1' },
      { name: 'Zhou Zhou', phone: '15900000000' },
    ]) {
      const { body } = await check(typed);
      expect(
        body.items.map(({ customer }) => (customer as { id: string }).id),
        JSON.stringify(typed),
      ).toEqual([known]);
    }
    expect((await check({ phone: '13711110000', except: known })).body.items).toEqual([]);
    expect((await check({ phone: '13711110001' })).body.items).toEqual([]);
    expect((await check({ name: '\u0000', phone: "';--", birthday: { month: 13, day: 40 } })).status).toBe(200);
  });

  test('says of customers out of reach only whom to ask, and not more often than work needs', async () => {
    const owner = await hire(desk.house, desk.shop, '王经理');
    await record({ name: '吴越', phone: '13722220000', email: 'secret@example.com', ownerId: owner });
    desk.as(actorWith({ 'customers.read': 'own', 'customers.create': 'own' }));
    const { body, raw } = await check({ phone: '13722220000' });
    expect(body).toMatchObject({ items: [], others: [{ ask: '王经理' }] });
    expect(raw).not.toMatch(/吴越|secret|score|evidence/);
    expect((await check({ name: '吴越', phone: '13722220009' })).body).toMatchObject({ items: [], others: [] });
    const answers: number[] = [];
    for (let n = 0; n < 45; n += 1) answers.push((await check({ phone: '13722220000' })).status);
    expect(answers.filter((status) => status === 429).length).toBeGreaterThan(0);
    const made = await desk.call('POST', '/customers', { name: '新客', phone: '13722220000' });
    expect(made).toMatchObject({ status: 201, body: { duplicates: { items: [], others: [] } } });
    desk.as(actorWith(MANAGER));
  });

  test('does not keep a customer with a known phone from being recorded, and hints at the other', async () => {
    const first = await record({ name: '钱一', phone: '13733330000' });
    const second = await desk.call('POST', '/customers', { name: '钱二', phone: '13733330000' });
    expect(second.status).toBe(201);
    const { items } = second.body['duplicates'] as { items: { customer: { id: string } }[] };
    expect(items.map(({ customer }) => customer.id)).toEqual([first]);
  });
});
