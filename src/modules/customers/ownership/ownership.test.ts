import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith, testHouse, type TestHouse } from '../../../kernel/testing/house.ts';
import { closeChangeSet, openChangeSet, undoChangeSet } from '../../transfer/index.ts';
import { updateCustomersInBulk } from '../bulk-change.ts';
import { createCustomersInBulk } from '../bulk-create.ts';
import { changeCustomer, createCustomer } from '../customers.ts';
import { mergeCustomers } from '../duplicates/merge.ts';
import { eraseCustomer } from '../privacy/erasure/erase.ts';
import { customerNames } from '../reach.ts';
import { hire } from '../testing/desk.ts';
import { collaborate, endCollaboration, listCollaborators } from './collaborators.ts';
import { handOnCustomers } from './hand-on.ts';
import { ownerHistory } from './history.ts';
import '../module.ts';

let house: TestHouse;
let shop: Workspace;
let zhou: string;
let lin: string;

beforeAll(async () => {
  house = await testHouse();
  shop = await house.openWorkspace();
  zhou = await hire(house, shop, '小周');
  lin = await hire(house, shop, '小林');
});

const inShop = <T>(work: (ctx: Ctx) => Promise<T>) => house.in(shop, work);
const person = (ownerId: string | null) =>
  inShop((ctx) => createCustomer(ctx, { name: '王总', ownerId })).then(({ id }) => id);

/** What the history says, oldest first: from → to (why). */
async function told(id: string): Promise<string[]> {
  const { items } = await inShop((ctx) => ownerHistory(ctx, { id }));
  return items.toReversed().map(({ from, to, why }) => `${from?.name ?? '–'} → ${to?.name ?? '–'} ${why}`);
}

/** The history leads to the owner the card names. */
async function endsAtOwner(id: string): Promise<boolean> {
  const { rows } = await inShop((ctx) =>
    sql<{ same: boolean }>`
      select c.owner_id is not distinct from (
        select to_id from customer_owners o where o.workspace_id = c.workspace_id and o.customer_id = c.id
        order by at desc, id desc limit 1) as same
      from customers c where c.workspace_id = ${shop.id} and c.id = ${id}`.execute(ctx.db),
  );
  return rows[0]?.same ?? false;
}

async function changeSet<T>(work: (ctx: Ctx, id: string) => Promise<T>): Promise<string> {
  return inShop(async (ctx) => {
    const id = await openChangeSet(ctx, { kind: 'bulk-edit', title: '', undoNeeds: 'customers.edit' });
    await work(ctx, id);
    await closeChangeSet(ctx, id);
    return id;
  });
}

describe('whoever changes the owner leaves a row', () => {
  test('recording and changing a customer', async () => {
    const id = await person(zhou);
    await inShop((ctx) => changeCustomer(ctx, { id, ownerId: lin }));
    await inShop((ctx) => changeCustomer(ctx, { id, tags: ['VIP'] }));
    await inShop((ctx) => changeCustomer(ctx, { id, ownerId: null }));
    expect(await told(id)).toEqual(['– → 小周 created', '小周 → 小林 changed', '小林 → – changed']);
    expect(await told(await person(null))).toEqual([]);
  });

  test('an import that makes and one that changes customers, and their undo', async () => {
    let id = '';
    await changeSet(async (ctx, set) => {
      [id = ''] = await createCustomersInBulk(ctx, [{ name: '李总', ownerId: zhou }], { changeSetId: set });
    });
    const second = await changeSet((ctx, set) =>
      updateCustomersInBulk(ctx, [{ id, ownerId: lin }], { changeSetId: set, why: 'imported' }),
    );
    await inShop((ctx) => undoChangeSet(ctx, { id: second }));
    expect(await told(id)).toEqual(['– → 小周 imported', '小周 → 小林 imported', '小林 → 小周 undone']);
    expect(await endsAtOwner(id)).toBe(true);
  });

  test('merging and parting cards', async () => {
    const [keep, other] = [await person(zhou), await person(lin)];
    const { changeSet: set } = await inShop((ctx) =>
      mergeCustomers(ctx, { keep, merge: [other], fields: { ownerId: other } }),
    );
    expect((await told(keep)).at(-1)).toBe('小周 → 小林 merged');
    await inShop((ctx) => undoChangeSet(ctx, { id: set }));
    expect((await told(keep)).at(-1)).toBe('小林 → 小周 parted');
    expect([await endsAtOwner(keep), await endsAtOwner(other)]).toEqual([true, true]);
  });

  test('erasing a person', async () => {
    const id = await person(zhou);
    await inShop((ctx) => eraseCustomer(ctx, { id, reason: '本人要求' }));
    expect(await endsAtOwner(id)).toBe(true);
  });
});

describe('handing on', () => {
  test('is taken back whatever else was edited since, but not from who has been given somebody else', async () => {
    const [edited, given] = [await person(zhou), await person(zhou)];
    const set = await changeSet((ctx, changeSetId) =>
      handOnCustomers(
        ctx,
        [edited, given].map((customerId) => ({ customerId, from: zhou, to: lin })),
        { why: 'handed', changeSetId },
      ),
    );
    await inShop((ctx) => changeCustomer(ctx, { id: edited, tags: ['VIP'] }));
    await inShop((ctx) => changeCustomer(ctx, { id: given, ownerId: null }));
    const undone = await inShop((ctx) => undoChangeSet(ctx, { id: set }));
    expect([undone.reversed, undone.kept.map(({ id }) => id)]).toEqual([1, [given]]);
    expect(await told(edited)).toEqual(['– → 小周 created', '小周 → 小林 handed', '小林 → 小周 undone']);
    expect((await inShop((ctx) => customerNames(ctx, [edited, given]))).get(given)?.ownerId).toBeNull();
  });

  test('leaves alone who has got another owner meanwhile', async () => {
    const id = await person(lin);
    const move = { customerId: id, from: zhou, to: null };
    expect(await inShop((ctx) => handOnCustomers(ctx, [move], { why: 'pooled', changeSetId: null }))).toEqual([]);
    expect(await told(id)).toEqual(['– → 小林 created']);
  });
});

describe('a colleague who works on a customer beside the owner', () => {
  let id: string;
  const zhouSees = (at: string) =>
    house.in(
      shop,
      async (ctx) => (await customerNames({ ...ctx, now: new Date(at) }, [id])).has(id),
      actorWith({ 'customers.read': 'own' }, { memberId: zhou }),
    );
  beforeEach(async () => {
    id = await person(lin);
  });

  test('sees the customer until the end of the last day, to the second', async () => {
    const soon = '2999-03-01';
    await inShop((ctx) => collaborate(ctx, { id, memberId: zhou, access: 'read', until: soon }));
    const { items } = await inShop((ctx) => listCollaborators(ctx, { id }));
    expect(items).toMatchObject([{ member: { name: '小周' }, access: 'read', until: '2999-03-01T16:00:00.000Z' }]);
    expect([await zhouSees('2999-03-01T15:59:59Z'), await zhouSees('2999-03-01T16:00:00Z')]).toEqual([true, false]);
  });

  test('is changed by saying it again, and ended', async () => {
    await inShop((ctx) => collaborate(ctx, { id, memberId: zhou, access: 'read' }));
    const { items } = await inShop((ctx) => collaborate(ctx, { id, memberId: zhou, access: 'edit' }));
    expect(items).toMatchObject([{ access: 'edit', until: null }]);
    await inShop((ctx) => endCollaboration(ctx, { id, memberId: zhou }));
    expect(await zhouSees('2999-03-01T00:00:00Z')).toBe(false);
  });

  test('is neither the owner, nor a stranger, nor asked until yesterday', async () => {
    const ask = (memberId: string, until?: string) =>
      inShop((ctx) => collaborate(ctx, { id, memberId, access: 'read', until })).catch(
        (error: { code: string }) => error.code,
      );
    expect([await ask(lin), await ask(newId()), await ask(zhou, '2020-01-01')]).toEqual([
      'COLLABORATOR_IS_OWNER',
      'COLLABORATOR_UNKNOWN',
      'COLLABORATION_ENDS_FIRST',
    ]);
  });
});
