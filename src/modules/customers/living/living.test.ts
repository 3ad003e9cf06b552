import { beforeAll, describe, expect, test } from 'vitest';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions, reaction } from '../../../kernel/outbox.ts';
import { actorWith } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../bulk-create.ts';
import { EVERYTHING, hire, openDesk, type Desk } from '../testing/desk.ts';
import { askWanted } from './contract.ts';

let desk: Desk;
let today: string;

beforeAll(async () => {
  desk = await openDesk();
  today = await desk.house.in(desk.shop, async (ctx) => ctx.today);
});

const list = async (kind: string, query: Record<string, string | number> = {}) => {
  const { body } = await desk.get('/customers/clean-up', { kind, ...query });
  const { items, count, nextCursor } = body as unknown as {
    items: { customer: { id: string; name: string }; factsOn: string | null }[];
    count: { value: number };
    nextCursor: string | null;
  };
  return {
    names: items.map(({ customer }) => customer.name),
    ids: items.map(({ customer }) => customer.id),
    count,
    items,
    nextCursor,
  };
};
const import3 = (rows: { name: string; phone?: string; email?: string }[]) =>
  desk.house.in(desk.shop, (ctx) => createCustomersInBulk(ctx, rows));
const age = (ids: readonly string[], days: number) =>
  desk.house.in(desk.shop, (ctx) =>
    ctx.db
      .updateTable('customers')
      .set({ facts_on: addDays(today, -days) })
      .where('id', 'in', [...ids])
      .execute(),
  );
const check = (id: string | undefined, outcome: string) => desk.call('POST', `/customers/${id}/checked`, { outcome });

describe('going over the cards', () => {
  test('shows who cannot be reached and whose number is none, page by page, until they are checked', async () => {
    await import3([
      { name: '没电话' },
      { name: '也没有' },
      { name: '半个号', phone: '1380' },
      { name: '好的', phone: '13800138000' },
      { name: '有邮箱', email: 'a@example.com' },
    ]);
    expect((await list('badPhone')).names).toEqual(['半个号']);
    const first = await list('unreachable', { limit: 1 });
    const second = await list('unreachable', { limit: 1, cursor: first.nextCursor ?? '' });
    expect([...first.names, ...second.names].sort()).toEqual(['也没有', '没电话'].sort());
    expect(first.count.value).toBe(2);
    expect((await check(first.ids[0], 'checked')).status).toBe(200);
    expect((await list('unreachable')).names).toEqual(second.names);
    const summary = (await desk.get('/customers/clean-up/summary')).body;
    expect(summary).toMatchObject({ unreachable: { value: 1 }, badPhone: { value: 1 }, doubles: null });
  });

  test('brings a card back a quarter later', async () => {
    const [id = ''] = await import3([{ name: '下季再看', phone: '99' }]);
    await check(id, 'checked');
    expect((await list('badPhone')).ids).not.toContain(id);
    await desk.house.in(desk.shop, (ctx) =>
      ctx.db
        .updateTable('customers')
        .set({ checked_on: addDays(today, -91) })
        .where('id', '=', id)
        .execute(),
    );
    expect((await list('badPhone')).ids).toContain(id);
  });

  test('knows old facts by the day anything was last said, and makes them young by one word', async () => {
    const ids = await import3([
      { name: '旧一', phone: '13800138010' },
      { name: '旧二', phone: '13800138011' },
    ]);
    await age(ids, 366);
    expect((await list('old')).names.sort()).toEqual(['旧一', '旧二'].sort());
    await desk.call('PATCH', `/customers/${ids[0]}`, { phone: '13800138012' });
    expect((await list('old')).names).toEqual(['旧二']);
    await check(ids[1], 'still');
    expect((await list('old')).names).toEqual([]);
    const card = (await desk.get(`/customers/${ids[1]}`)).body;
    expect(card['confirmedOn']).toMatchObject({ phone: today, name: today });
  });

  test('asks for what is missing at the next contact', async () => {
    const asked: unknown[] = [];
    installReactions([reaction('tests.ask', askWanted, async (_ctx, wanted) => void asked.push(wanted))]);
    const [id = ''] = await import3([{ name: '要问问' }]);
    await check(id, 'ask');
    while ((await deliverDue(desk.house)) > 0);
    expect(asked).toEqual([{ customerId: id, facts: ['phone', 'gender', 'birthday'], on: today }]);
  });

  test('tells nobody about phones whom they are hidden from, and shows only one’s own', async () => {
    await import3([{ name: '无主无号' }]);
    const member = await hire(desk.house, desk.shop, '小周');
    const grants = { 'customers.read': 'own', 'customers.edit': 'own' } as const;
    desk.as(actorWith(grants, { memberId: member }));
    expect((await list('unreachable')).names).toEqual([]);
    desk.as(actorWith(EVERYTHING, { fields: { 'customers.phone': 'hide' } }));
    expect((await list('unreachable')).count.value).toBe(0);
    desk.as(actorWith(EVERYTHING));
    expect((await list('unreachable')).names).toContain('无主无号');
  });
});
