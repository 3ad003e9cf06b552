import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../kernel/context.ts';
import { asSystem, command, query } from '../kernel/enter.ts';
import { deliverDue } from '../kernel/jobs/dispatch.ts';
import { newId } from '../kernel/ids.ts';
import { installReactions } from '../kernel/outbox.ts';
import { actorWith, testHouse } from '../kernel/testing/house.ts';
import { belongingList } from '../modules/customers/belongings.ts';
import { consentsOf, recordConsents } from '../modules/customers/consents.ts';
import { binCustomer, changeCustomer, createCustomer } from '../modules/customers/customers.ts';
import type { NewCustomerInput } from '../modules/customers/contract.ts';
import { mergeCustomers } from '../modules/customers/duplicates/merge.ts';
import { verifyMerges } from '../modules/customers/duplicates/verify.ts';
import { addNote } from '../modules/customers/notes.ts';
import { putOffQuestion } from '../modules/customers/questions.ts';
import { customerSeen } from '../modules/customers/reach.ts';
import { readTimeline } from '../modules/customers/timeline.ts';
import { recordOrder } from '../modules/orders/record-order.ts';
import { recordVisit } from '../modules/orders/visits.ts';
import { verifyStatistics } from '../modules/orders/index.ts';
import { verifyRhythms } from '../modules/retention/index.ts';
import { verifyClasses } from '../modules/segments/index.ts';
import { raiseReasons } from '../modules/today/index.ts';
import { undoChangeSet } from '../modules/transfer/index.ts';
import { reactions } from './modules.ts';

const house = await testHouse();
let shop: Workspace;

beforeAll(async () => {
  installReactions(reactions);
  shop = await house.openWorkspace();
});

const inShop = <T>(work: (ctx: Ctx) => Promise<T>) => house.in(shop, work);
const person = (facts: Partial<NewCustomerInput> & { name: string }) =>
  inShop((ctx) => createCustomer(ctx, facts)).then(({ id }) => id);
const merge = (keep: string, others: string[], fields: Record<string, string> = {}) =>
  inShop((ctx) => mergeCustomers(ctx, { keep, merge: others, fields })).then(({ changeSet }) => changeSet);
const undo = (id: string) => inShop((ctx) => undoChangeSet(ctx, { id }));
const seen = (id: string) => inShop((ctx) => customerSeen(ctx, id));
const buys = (id: string, day: string, amount: string) =>
  inShop((ctx) =>
    recordOrder(ctx, {
      source: 'till',
      customer: { id },
      placedAt: `${day}T04:00:00Z`,
      lines: [{ name: '龙井', quantity: '1', unitPrice: amount }],
    }),
  );

async function settle(): Promise<void> {
  while ((await deliverDue(house)) > 0);
}

/** Rows of every table about these customers, as far as merging and parting may not change them. */
async function rowsAbout(ids: readonly string[]): Promise<Record<string, unknown>> {
  const told: Record<string, unknown> = {};
  const skipped = ['customer_merge', 'customer_match', 'customer_duplicates', 'customer_distinctions', 'class_moves'];
  const tables = belongingList().filter(({ table }) => !skipped.some((start) => table.startsWith(start)));
  for (const { table, column = 'customer_id', onMerge } of tables) {
    if (onMerge === 'follow' || table === 'customer_search') continue;
    const since = table === 'class_members' ? sql` - 'since'` : sql``;
    const { rows } = await query(house.database, asSystem(shop), (ctx) =>
      sql<{ row: unknown }>`
        select to_jsonb(t)${since} as row from ${sql.table(table)} t
        where workspace_id = ${shop.id} and ${sql.ref(column)} = any (${[...ids]}::uuid[]) order by 1`.execute(ctx.db),
    );
    told[table] = rows.map(({ row }) => row);
  }
  const cards = await query(house.database, asSystem(shop), (ctx) =>
    sql<{ row: unknown }>`
      select to_jsonb(c) - 'version' - 'updated_at' as row from customers c
      where workspace_id = ${shop.id} and id = any (${[...ids]}::uuid[]) order by id`.execute(ctx.db),
  );
  told['customers'] = cards.rows.map(({ row }) => row);
  const found = await query(house.database, asSystem(shop), (ctx) =>
    sql<{ id: string }>`
      select customer_id as id from customer_search
      where workspace_id = ${shop.id} and customer_id = any (${[...ids]}::uuid[]) order by 1`.execute(ctx.db),
  );
  told['found'] = found.rows;
  for (const id of ids) {
    told[`consents ${id}`] = await query(house.database, asSystem(shop), (ctx) => consentsOf(ctx, id));
  }
  return told;
}

/** A rhythm that broke while two customers were one leaves its settled alert behind. */
function withoutNewcomers(after: Record<string, unknown>, before: Record<string, unknown>): Record<string, unknown> {
  const left = { ...after };
  for (const table of ['retention_alerts', 'today_reasons']) {
    const known = new Set((before[table] as { id: string }[]).map(({ id }) => id));
    left[table] = (after[table] as { id: string }[]).filter(({ id }) => known.has(id));
  }
  return left;
}

async function sumOfOrders(): Promise<unknown> {
  const { rows } = await query(house.database, asSystem(shop), (ctx) =>
    sql`select count(*)::int as orders, sum(total_minor)::text as total, (
        select sum(spent_minor)::text from customer_statistics where workspace_id = ${shop.id}) as spent
      from orders where workspace_id = ${shop.id}`.execute(ctx.db),
  );
  return rows[0];
}

/** What `regulars verify` finds, once the news of it all has arrived. */
const differences = async () => {
  await settle();
  const found = await Promise.all(
    [verifyMerges, verifyStatistics, verifyClasses, verifyRhythms].map((check) =>
      command(house.database, asSystem(shop), check),
    ),
  );
  return found.flat();
};

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const anybody = fc.record({
  name: fc.constantFrom('李雷', '李蕾', '王芳', 'Li Lei'),
  phone: optional(fc.constantFrom('13812345678', '13912345678', '13812340000')),
  email: optional(fc.constantFrom('li.lei@gmail.com', 'lilei@gmail.com')),
  title: optional(fc.constantFrom('经理', '老师')),
  gender: optional(fc.constantFrom('male' as const, 'female' as const)),
  birthday: optional(fc.constant({ calendar: 'lunar' as const, year: 1990, month: 4, day: 7 })),
  address: optional(fc.constantFrom({ city: '杭州', text: '龙井路1号' }, { city: '杭州', text: '满觉陇8号' })),
  tags: fc.subarray(['VIP', '茶友', '送礼']),
  source: optional(fc.constantFrom('门店', '介绍')),
  numbered: fc.boolean(),
  custom: fc.dictionary(fc.constantFrom('company', 'preferences'), fc.constantFrom('绿茶', '岩茶', '西湖公司')),
  stage: fc.constantFrom('lead' as const, 'prospect' as const, 'sleeping' as const),
  orders: fc.array(fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 900 })), { maxLength: 3 }),
  notes: fc.nat({ max: 2 }),
  visits: fc.nat({ max: 2 }),
  consents: fc.array(
    fc.record({ channel: fc.constantFrom('phone', 'email'), purpose: fc.constant('marketing'), granted: fc.boolean() }),
    { maxLength: 2 },
  ),
  asked: fc.subarray(['birthday', 'email']),
  reasons: fc.subarray(['a', 'b']),
});
type Anybody = typeof anybody extends fc.Arbitrary<infer One> ? One : never;

async function make({ orders, notes, visits, consents, asked, reasons, numbered, ...facts }: Anybody): Promise<string> {
  const id = await person({ ...facts, ...(numbered ? { externalId: newId() } : {}) });
  for (const [day, amount] of orders) await buys(id, `2026-03-${String(day).padStart(2, '0')}`, `${amount}.00`);
  await inShop(async (ctx) => {
    for (let n = 0; n < notes; n += 1) await addNote(ctx, { id, body: `第${n}次`, mentions: [] });
    for (let n = 0; n < visits; n += 1) await recordVisit(ctx, { customerId: id });
    for (const kind of asked) await putOffQuestion(ctx, { id, kind, answer: 'later' });
    await raiseReasons(
      ctx,
      reasons.map((source) => ({ customerId: id, kind: 'birthday', source, stakeMinor: 1n, params: {} })),
    );
  });
  for (const consent of consents) await inShop((ctx) => recordConsents(ctx, id, [consent]));
  return id;
}

describe('merging and parting', () => {
  test('leaves every row as it was, whoever the customers are, and no sum ever changes', async () => {
    const choice = fc.constantFrom('phone', 'email', 'name', 'externalId', 'birthday', 'address', 'custom.company');
    await fc.assert(
      fc.asyncProperty(
        fc.array(anybody, { minLength: 2, maxLength: 3 }),
        fc.dictionary(choice, fc.nat({ max: 3 }), { maxKeys: 4 }),
        async (people, chosen) => {
          const ids: string[] = [];
          for (const one of people) ids.push(await make(one));
          await settle();
          const [before, sums] = [await rowsAbout(ids), await sumOfOrders()];
          const fields = Object.fromEntries(
            Object.entries(chosen).map(([field, n]) => [field, ids[n % ids.length] as string]),
          );
          const [keep = '', ...others] = ids;
          const set = await merge(keep, others, fields);
          expect(await sumOfOrders()).toEqual(sums);
          await settle();
          expect(await differences()).toEqual([]);
          expect(await sumOfOrders()).toEqual(sums);
          const result = await undo(set);
          expect(result).toMatchObject({ kept: [], failed: [] });
          await settle();
          expect(withoutNewcomers(await rowsAbout(ids), before)).toEqual(before);
          expect(await sumOfOrders()).toEqual(sums);
          expect(await differences()).toEqual([]);
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
  }, 180_000);

  test('takes no number where the card that was chosen has none, however many have none', async () => {
    const [keep = '', ...others] = [
      await person({ name: '甲一', externalId: newId() }),
      await person({ name: '乙二' }),
      await person({ name: '丙三' }),
    ];
    const set = await merge(keep, others, { externalId: others[1] as string });
    const numbered = async () => {
      const ids = [keep, ...others] as string[];
      const rows = await inShop((ctx) =>
        ctx.db
          .selectFrom('customers')
          .select('id')
          .where('id', 'in', ids)
          .where('external_id', 'is not', null)
          .execute(),
      );
      return rows.map(({ id }) => id);
    };
    expect(await numbered()).toEqual([others[0]]);
    await undo(set);
    expect(await numbered()).toEqual([keep]);
  });

  test('parts what was merged step by step in any order', async () => {
    const ids: string[] = [];
    for (const name of ['甲一', '乙二', '丙三']) {
      const id = await person({ name, externalId: newId(), tags: [name] });
      await buys(id, '2026-02-03', '10.00');
      ids.push(id);
    }
    await settle();
    const before = await rowsAbout(ids);
    const [a = '', b = '', c = ''] = ids;
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const sets = [await merge(b, [a]), await merge(c, [b], { name: b })];
      expect((await seen(a)).id).toBe(c);
      expect(await differences()).toEqual([]);
      for (const n of order) {
        await undo(sets[n] ?? '');
        expect(await differences()).toEqual([]);
      }
      await settle();
      expect(await rowsAbout(ids)).toEqual(before);
    }
  });

  test('leaves with the card that stays what was added and edited since, and says so', async () => {
    const keep = await person({ name: '林掌柜', phone: '13700000001' });
    const other = await person({ name: '林小雨', email: 'yu@example.com', cardNumber: 'K-7' });
    const set = await merge(keep, [other], { name: other });
    await inShop((ctx) => changeCustomer(ctx, { id: keep, email: 'new@example.com' }));
    await buys(keep, '2026-04-01', '5.00');
    const { kept, failed } = await undo(set);
    expect(failed).toEqual([]);
    expect(kept.map(({ entity, what }) => `${entity} ${what}`)).toEqual(['merges 林小雨', 'merges 林小雨']);
    expect(await seen(keep)).toMatchObject({ name: '林掌柜', email: 'new@example.com', card_number: null });
    expect(await seen(other)).toMatchObject({ name: '林小雨', email: 'yu@example.com', card_number: 'K-7' });
    expect(await differences()).toEqual([]);
  });
});

describe('a merged card', () => {
  test('answers with the card that stays, and its numbers still find the customer', async () => {
    const keep = await person({ name: '周一', phone: '13600000001', externalId: 'Z1' });
    const other = await person({ name: '周壹', phone: '13600000002', externalId: 'Z2' });
    await merge(keep, [other], { phone: other });
    expect((await seen(other)).id).toBe(keep);
    for (const customer of [
      { id: other },
      { externalId: 'Z2' },
      { externalId: 'Z1' },
      { phone: '13600000001' },
      { phone: '13600000002' },
    ]) {
      const lines = [{ name: '茶', quantity: '1', unitPrice: '3.00' }];
      const order = await inShop((ctx) => recordOrder(ctx, { source: 'till', customer, lines }));
      expect(order.customer?.id, JSON.stringify(customer)).toBe(keep);
    }
    await expect(person({ name: '别人', externalId: 'Z2' })).rejects.toMatchObject({
      code: 'CUSTOMER_EXTERNAL_ID_TAKEN',
    });
  });

  test('takes nothing itself: what is written on it is written on the card that stays, and nobody is thrown away', async () => {
    const [keep, other] = [await person({ name: '苗人凤' }), await person({ name: '苗大侠' })];
    await merge(keep, [other]);
    await inShop((ctx) => changeCustomer(ctx, { id: other, source: '介绍' }));
    const note = await inShop((ctx) => addNote(ctx, { id: other, body: '爱喝岩茶', mentions: [] }));
    const told = await inShop((ctx) => readTimeline(ctx, { id: keep, limit: 50 }));
    expect((await seen(keep)).source).toBe('介绍');
    expect(told.items.map(({ id }) => id)).toContain(note.id);
    await expect(inShop((ctx) => binCustomer(ctx, { id: other }))).rejects.toMatchObject({
      code: 'CUSTOMER_NOT_FOUND',
    });
  });

  test('has its story told on the card that stays', async () => {
    const keep = await person({ name: '吴一' });
    const other = await person({ name: '吴二', phone: '13500000009' });
    await inShop((ctx) => changeCustomer(ctx, { id: other, title: '老师' }));
    await merge(keep, [other]);
    const { items } = await inShop((ctx) => readTimeline(ctx, { id: other, limit: 50 }));
    const told = items.map(({ kind, text }) => `${kind} ${text.key.split('.').at(-1)}`);
    expect(told).toContain('merge merged');
    expect(told.filter((one) => one === 'change created')).toHaveLength(2);
    expect(items.flatMap(({ changes }) => changes?.map(({ field }) => field) ?? [])).toContain('title');
  });

  test('tells every merging and every parting by an id of its own, however often it happens', async () => {
    const [keep, other] = [await person({ name: '钱七' }), await person({ name: 'Qian Qi' })];
    for (let time = 0; time < 2; time += 1) await undo(await merge(keep, [other]));
    const { items } = await inShop((ctx) => readTimeline(ctx, { id: keep, limit: 50, kind: 'merge' }));
    expect(items.map(({ text }) => text.key.split('.')[1])).toEqual(['parted', 'merged', 'parted', 'merged']);
    expect(new Set(items.map(({ id }) => id)).size).toBe(4);
  });
});

test('what one of the cards refused stays refused, until the customer says otherwise', async () => {
  const says = (granted: boolean) => [{ channel: 'email', purpose: 'marketing', granted }];
  const keep = await person({ name: '郑一', consents: says(true) });
  const other = await person({ name: '郑二', consents: says(false) });
  const set = await merge(keep, [other]);
  const word = () => inShop((ctx) => consentsOf(ctx, keep)).then(([consent]) => consent?.granted);
  expect(await word()).toBe(false);
  await undo(set);
  expect(await word()).toBe(true);
  await merge(keep, [other]);
  await inShop((ctx) => changeCustomer(ctx, { id: keep, consents: says(true) }));
  expect(await word()).toBe(true);
});

test('a refusal that came with a merge stops counting for the P-class when the cards are parted', async () => {
  const says = (granted: boolean) => [{ channel: 'phone', purpose: 'marketing', granted }];
  const keep = await person({ name: '吴一', stage: 'prospect', consents: says(true) });
  const other = await person({ name: '吴二', stage: 'prospect', consents: says(false) });
  const classes = async () => (await settle(), (await rowsAbout([keep, other]))['class_members']);
  const before = await classes();
  await undo(await merge(keep, [other]));
  expect(await classes()).toEqual(before);
});

describe('at the same time', () => {
  test('two people merge the same cards: one does, the other is told', async () => {
    const [a, b] = [await person({ name: '冯一' }), await person({ name: '冯二' })];
    const results = await Promise.allSettled([merge(a, [b]), merge(b, [a])]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'CUSTOMER_MERGED_ALREADY' });
    expect(await differences()).toEqual([]);
  });

  test('an order that arrives during the merge lands on the card that stays', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [keep, other] = [await person({ name: '陈一' }), await person({ name: '陈二' })];
      await Promise.all([merge(keep, [other]), ...Array.from({ length: 4 }, () => buys(other, '2026-05-05', '2.00'))]);
      const { rows } = await query(house.database, asSystem(shop), (ctx) =>
        sql<{ customer_id: string }>`
          select distinct customer_id from orders
          where workspace_id = ${shop.id} and customer_id in (${keep}, ${other})`.execute(ctx.db),
      );
      expect(rows).toEqual([{ customer_id: keep }]);
    }
    expect(await differences()).toEqual([]);
  });
});

describe('is refused', () => {
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      ({ code }: { code: string }) => code,
    );

  test('with itself, with nobody, in circles, and across kinds unless that is said', async () => {
    const [a, b] = [await person({ name: '韩一' }), await person({ name: '韩二' })];
    const firm = await person({ name: '韩记茶行', kind: 'company' });
    expect(await refusal(merge(a, [a]))).toBe('CUSTOMER_MERGE_ALONE');
    expect(await refusal(merge(a, [newId()]))).toBe('CUSTOMER_NOT_FOUND');
    expect(await refusal(merge(a, [firm]))).toBe('CUSTOMER_MERGE_KINDS_DIFFER');
    expect(await refusal(merge(a, [b], { phone: firm }))).toBe('CUSTOMER_MERGE_FIELD_UNKNOWN');
    expect(await refusal(merge(a, [b], { __proto__x: b }))).toBe('CUSTOMER_MERGE_FIELD_UNKNOWN');
    await merge(a, [b]);
    expect(await refusal(merge(b, [a]))).toBe('CUSTOMER_MERGED_ALREADY');
    expect(await refusal(merge(a, [firm], { kind: firm }))).toBe('done');
    expect((await seen(b)).kind).toBe('company');
  });

  test('for cards of others, to merge as well as to part', async () => {
    const member = newId();
    const seller = actorWith({ 'customers.read': 'own', 'customers.merge': 'own' }, { memberId: member });
    const [theirs, others] = [await person({ name: '沈一' }), await person({ name: '沈二' })];
    await inShop((ctx) =>
      sql`update customers set owner_id = ${member} where workspace_id = ${shop.id} and id = ${theirs}`.execute(ctx.db),
    );
    const asSeller = (keep: string, merged: string) =>
      house.in(shop, (ctx) => mergeCustomers(ctx, { keep, merge: [merged], fields: {} }), seller);
    expect(await refusal(asSeller(theirs, others))).toBe('CUSTOMER_NOT_FOUND');
    const [x, y] = [await person({ name: '杨一' }), await person({ name: '杨二' })];
    const set = await merge(x, [y]);
    expect(await refusal(house.in(shop, (ctx) => undoChangeSet(ctx, { id: set }), seller))).toBe('NOT_FOUND');
    const neighbour = await house.openWorkspace({ name: '隔壁' });
    expect(
      await refusal(house.in(neighbour, (ctx) => mergeCustomers(ctx, { keep: x, merge: [theirs], fields: {} }))),
    ).toBe('CUSTOMER_NOT_FOUND');
  });
});
