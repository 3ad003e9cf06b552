import { beforeAll, expect, test } from 'vitest';
import type { Workspace } from '../../kernel/context.ts';
import { testHouse, type TestHouse } from '../../kernel/testing/house.ts';
import { openChangeSet } from '../transfer/index.ts';
import { createCustomersInBulk } from './bulk-create.ts';
import { updateCustomersInBulk } from './bulk-change.ts';
import { onCustomersCreated } from './created.ts';
import { readCustomer } from './customers.ts';
import { findCustomersBy } from './find-by.ts';
import { customerNames } from './reach.ts';

let house: TestHouse;
let shop: Workspace;

beforeAll(async () => {
  house = await testHouse();
  shop = await house.openWorkspace();
});

test('a whole file of customers becomes cards, in order, each with everything that was said', async () => {
  const [zhang, li] = await house.in(shop, (ctx) =>
    createCustomersInBulk(
      ctx,
      [
        {
          name: '张三',
          phone: '139 0000 0001',
          externalId: 'A-1',
          tags: ['红茶', '说"茶"\\{}', '红茶'],
          birthday: { calendar: 'lunar', month: 10, day: 15 },
          address: { city: '福州' },
          custom: { occupation: '教师' },
        },
        { name: '李四', email: 'Li.Si@Example.com', kind: 'company' },
      ],
      { source: '收银台' },
    ),
  );
  expect(await card(zhang!)).toMatchObject({
    name: '张三',
    phone: '13900000001',
    externalId: 'A-1',
    tags: ['红茶', '说"茶"\\{}'],
    birthday: { calendar: 'lunar', month: 10, day: 15 },
    address: { city: '福州' },
    custom: { occupation: '教师' },
    source: '收银台',
    stage: 'lead',
  });
  expect(await card(li!)).toMatchObject({ email: 'li.si@example.com', kind: 'company', phone: null });
});

test('people are found again by any spelling of their phone and e-mail', async () => {
  await house.in(shop, (ctx) =>
    createCustomersInBulk(ctx, [{ name: '王五', phone: '13900000002', email: 'wu@x.com', cardNumber: 'K9' }]),
  );
  const find = (keys: Parameters<typeof findCustomersBy>[1]) => house.in(shop, (ctx) => findCustomersBy(ctx, keys));
  expect(await find({ phones: ['+86 139-0000-0002'] })).toMatchObject([
    { phone: '+86 139-0000-0002', cardNumber: 'K9' },
  ]);
  expect(await find({ phones: ['139 0000 0002', '13900000002'] })).toHaveLength(2);
  expect(await find({ emails: ['WU@x.com'], cardNumbers: ['K9'] })).toMatchObject([{ email: 'WU@x.com' }]);
  expect(await find({ externalIds: ['A-1'] })).toMatchObject([{ externalId: 'A-1' }]);
  expect(await find({ phones: ['13999999999'], emails: ['no'] })).toEqual([]);
  const other = await house.openWorkspace();
  expect(await house.in(other, (ctx) => findCustomersBy(ctx, { externalIds: ['A-1'] }))).toEqual([]);
});

test('only what is new is changed, and its earlier value is kept for undo', async () => {
  const [id, same] = await house.in(shop, (ctx) =>
    createCustomersInBulk(ctx, [
      { name: '赵六', tags: ['a'] },
      { name: '钱七', phone: '13900000007' },
    ]),
  );
  const { changed, kept } = await house.in(shop, async (ctx) => {
    const changeSetId = await openChangeSet(ctx, { kind: 'import', title: 'x.csv', undoNeeds: 'imports.run' });
    const changed = await updateCustomersInBulk(
      ctx,
      [
        { id: id!, phone: '13900000006', tags: ['a', 'b'] },
        { id: same!, phone: '139 0000 0007' },
      ],
      { changeSetId },
    );
    const kept = await ctx.db
      .selectFrom('change_set_updates')
      .selectAll()
      .where('change_set_id', '=', changeSetId)
      .execute();
    return { changed, kept };
  });
  expect(changed).toEqual([id]);
  expect(kept).toMatchObject([
    { entity: 'customers', entity_id: id, before: { phone: null, tags: ['a'] }, version_after: 2 },
  ]);
  expect(await card(id!)).toMatchObject({ phone: '13900000006', tags: ['a', 'b'], version: 2 });
  expect(await card(same!)).toMatchObject({ version: 1 });
});

test('other modules give every new customer what it must have from the first moment', async () => {
  const heard: string[][] = [];
  onCustomersCreated(async (_ctx, ids) => void heard.push([...ids]));
  const ids = await house.in(shop, (ctx) => createCustomersInBulk(ctx, [{ name: '孙八' }, { name: '周九' }]));
  expect(heard).toEqual([ids]);
});

test('names are given only of customers that one may see', async () => {
  const [id] = await house.in(shop, (ctx) => createCustomersInBulk(ctx, [{ name: '吴十', phone: '13900000010' }]));
  const names = await house.in(shop, (ctx) => customerNames(ctx, [id!]));
  expect(names.get(id!)).toEqual({ id, name: '吴十', phone: '13900000010', stage: 'lead', ownerId: null });
});

function card(id: string) {
  return house.in(shop, (ctx) => readCustomer(ctx, { id }));
}
