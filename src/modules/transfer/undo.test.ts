import { beforeAll, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { actorWith, testHouse, type TestHouse } from '../../kernel/testing/house.ts';
import { closeChangeSet, openChangeSet, recordedUpdates, recordUpdates } from './change-sets.ts';
import { undoChangeSet } from './undo.ts';

let house: TestHouse;
let shop: Workspace;

beforeAll(async () => {
  house = await testHouse();
  shop = await house.openWorkspace();
});

test('rows get the values back that they had, unless someone edited them since', async () => {
  const [wang, zhao] = await house.in(shop, async (ctx) => [await person(ctx, '王明'), await person(ctx, '赵三')]);
  const set = await house.in(shop, async (ctx) => {
    const id = await openChangeSet(ctx, { kind: 'bulk-edit', title: '改名', undoNeeds: 'customers.edit' });
    await rename(ctx, wang, '王小明', 2);
    await rename(ctx, zhao, '赵姐', 2);
    await recordUpdates(ctx, id, 'customers', [
      { id: wang, before: { name: '王明' }, versionAfter: 2 },
      { id: zhao, before: { name: '赵三' }, versionAfter: 2 },
    ]);
    await closeChangeSet(ctx, id);
    return id;
  });
  await house.in(shop, (ctx) => rename(ctx, zhao, '赵家姐', 3));

  const result = await house.in(shop, (ctx) => undoChangeSet(ctx, { id: set }));
  expect(result).toMatchObject({ reversed: 1, failed: [], counts: { reversed: { customers: 1 }, kept: 1, failed: 0 } });
  expect(result.kept).toEqual([
    { entity: 'customers', id: zhao, what: '赵家姐', why: 'Edited since; it keeps its new values.' },
  ]);
  expect(await nameOf(wang)).toBe('王明');
  expect(await nameOf(zhao)).toBe('赵家姐');
  expect(await house.in(shop, (ctx) => undoChangeSet(ctx, { id: set }))).toEqual(result);
});

test('a row changed twice goes back to its first values', async () => {
  const wang = await house.in(shop, (ctx) => person(ctx, '李梅'));
  const found = await house.in(shop, async (ctx) => {
    const id = await openChangeSet(ctx, { kind: 'import', title: 'a.csv', undoNeeds: 'imports.run' });
    await recordUpdates(ctx, id, 'customers', [{ id: wang, before: { name: '李梅' }, versionAfter: 2 }]);
    await recordUpdates(ctx, id, 'customers', [{ id: wang, before: { name: '李梅芳' }, versionAfter: 3 }]);
    // Somebody edited it to version 4 before the import touched it once more.
    await recordUpdates(ctx, id, 'customers', [{ id: wang, before: { name: '李老师' }, versionAfter: 5 }]);
    const all = [];
    for await (const page of recordedUpdates(ctx, id, 'customers')) all.push(...page);
    return all;
  });
  expect(found).toEqual([{ id: wang, before: { name: '李梅' }, versionAfter: 3 }]);
});

test('work that is still going on cannot be undone, nor somebody else’s without the right', async () => {
  const set = await house.in(shop, (ctx) =>
    openChangeSet(ctx, { kind: 'import', title: 'a.csv', undoNeeds: 'imports.run' }),
  );
  const undo = (actor?: ReturnType<typeof actorWith>) =>
    house.in(shop, (ctx) => undoChangeSet(ctx, { id: set }), actor);
  await expect(undo()).rejects.toMatchObject({ code: 'CHANGE_SET_OPEN', status: 409 });
  await expect(undo(actorWith({ 'customers.read': 'all' }))).rejects.toMatchObject({ code: 'CHANGE_SET_NOT_YOURS' });
  const other = await house.openWorkspace();
  await expect(house.in(other, (ctx) => undoChangeSet(ctx, { id: set }))).rejects.toMatchObject({
    code: 'CHANGE_SET_NOT_FOUND',
    status: 404,
  });
});

async function person(ctx: Ctx, name: string): Promise<string> {
  const id = newId();
  await ctx.db.insertInto('customers').values({ workspace_id: ctx.workspace.id, id, name, sort_name: name }).execute();
  return id;
}

async function rename(ctx: Ctx, id: string, name: string, version: number): Promise<void> {
  await ctx.db.updateTable('customers').set({ name, version }).where('id', '=', id).execute();
}

function nameOf(id: string): Promise<string> {
  return house.in(shop, async (ctx) => {
    const row = await ctx.db.selectFrom('customers').select('name').where('id', '=', id).executeTakeFirstOrThrow();
    return row.name;
  });
}
