import fc from 'fast-check';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { asSystem, command, query } from '../../kernel/enter.ts';
import { newId } from '../../kernel/ids.ts';
import { deliverDue } from '../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../kernel/outbox.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { belongingList } from '../../modules/customers/belongings.ts';
import { consentsOf, recordConsents } from '../../modules/customers/consents.ts';
import type { NewCustomerInput } from '../../modules/customers/contract.ts';
import { createCustomer } from '../../modules/customers/customers.ts';
import { mergeCustomers } from '../../modules/customers/duplicates/merge.ts';
import { verifyMerges } from '../../modules/customers/duplicates/verify.ts';
import { addNote } from '../../modules/customers/notes.ts';
import { putOffQuestion } from '../../modules/customers/questions.ts';
import { customerSeen } from '../../modules/customers/reach.ts';
import { verifyStatistics } from '../../modules/orders/index.ts';
import { recordOrder } from '../../modules/orders/record-order.ts';
import { recordVisit } from '../../modules/orders/visits.ts';
import { verifyRhythms } from '../../modules/retention/index.ts';
import { verifyClasses } from '../../modules/segments/index.ts';
import { raiseReasons } from '../../modules/today/index.ts';
import { undoChangeSet } from '../../modules/transfer/index.ts';
import { reactions } from '../modules.ts';

/** A shop with every module's reactions, in which customers are merged and parted. */
export async function mergeHouse() {
  const house = await testHouse();
  installReactions(reactions);
  const shop = await house.openWorkspace();
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
          where workspace_id = ${shop.id} and ${sql.ref(column)} = any (${[...ids]}::uuid[]) order by 1`.execute(
          ctx.db,
        ),
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

  async function make({
    orders,
    notes,
    visits,
    consents,
    asked,
    reasons,
    numbered,
    ...facts
  }: Anybody): Promise<string> {
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

  return { house, shop, inShop, person, merge, undo, seen, buys, settle, rowsAbout, sumOfOrders, differences, make };
}

/** A rhythm that broke while two customers were one leaves its settled alert behind. */
export function withoutNewcomers(
  after: Record<string, unknown>,
  before: Record<string, unknown>,
): Record<string, unknown> {
  const left = { ...after };
  for (const table of ['retention_alerts', 'today_reasons']) {
    const known = new Set((before[table] as { id: string }[]).map(({ id }) => id));
    left[table] = (after[table] as { id: string }[]).filter(({ id }) => known.has(id));
  }
  return left;
}

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** A customer of whom anything may be known. */
export const anybody = fc.record({
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
export type Anybody = typeof anybody extends fc.Arbitrary<infer One> ? One : never;
