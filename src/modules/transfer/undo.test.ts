import { beforeAll, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { actorWith, testHouse, type TestHouse } from '../../kernel/testing/house.ts';
import { closeChangeSet, openChangeSet, recordedUpdates, recordUpdates } from './change-sets.ts';
import { registerUndo, type KeptRow } from './kinds.ts';
import { undoChangeSet } from './undo.ts';

let house: TestHouse;
let shop: Workspace;

beforeAll(async () => {
  house = await testHouse();
  shop = await house.openWorkspace();
  registerUndo({ entity: 'things', order: 10, undo: restoreProducts });
});

test('rows get the values back that they had, unless someone edited them since', async () => {
  const [tea, cup] = await house.in(shop, async (ctx) => [await product(ctx, '龙井'), await product(ctx, '茶杯')]);
  const set = await house.in(shop, async (ctx) => {
    const id = await openChangeSet(ctx, { kind: 'bulk-edit', title: '改名', undoNeeds: 'products.edit' });
    await rename(ctx, tea, '西湖龙井', 2);
    await rename(ctx, cup, '盖碗', 2);
    await recordUpdates(ctx, id, 'things', [
      { id: tea, before: { name: '龙井' }, versionAfter: 2 },
      { id: cup, before: { name: '茶杯' }, versionAfter: 2 },
    ]);
    await closeChangeSet(ctx, id);
    return id;
  });
  await house.in(shop, (ctx) => rename(ctx, cup, '三才盖碗', 3));

  const result = await house.in(shop, (ctx) => undoChangeSet(ctx, { id: set }));
  expect(result).toMatchObject({ reversed: 1, failed: [], counts: { reversed: { things: 1 }, kept: 1, failed: 0 } });
  expect(result.kept).toEqual([
    { entity: 'things', id: cup, what: '三才盖碗', why: 'Edited since; it keeps its new values.' },
  ]);
  expect(await nameOf(tea)).toBe('龙井');
  expect(await nameOf(cup)).toBe('三才盖碗');
  expect(await house.in(shop, (ctx) => undoChangeSet(ctx, { id: set }))).toEqual(result);
});

test('a row changed twice goes back to its first values', async () => {
  const tea = await house.in(shop, (ctx) => product(ctx, '白茶'));
  const found = await house.in(shop, async (ctx) => {
    const id = await openChangeSet(ctx, { kind: 'import', title: 'a.csv', undoNeeds: 'imports.run' });
    await recordUpdates(ctx, id, 'things', [{ id: tea, before: { name: '白茶' }, versionAfter: 2 }]);
    await recordUpdates(ctx, id, 'things', [{ id: tea, before: { name: '老白茶' }, versionAfter: 3 }]);
    // Somebody edited it to version 4 before the import touched it once more.
    await recordUpdates(ctx, id, 'things', [{ id: tea, before: { name: '陈年白茶' }, versionAfter: 5 }]);
    const all = [];
    for await (const page of recordedUpdates(ctx, id, 'things')) all.push(...page);
    return all;
  });
  expect(found).toEqual([{ id: tea, before: { name: '白茶' }, versionAfter: 3 }]);
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

async function product(ctx: Ctx, name: string): Promise<string> {
  const id = newId();
  await ctx.db.insertInto('products').values({ workspace_id: ctx.workspace.id, id, sku: id, name }).execute();
  return id;
}

async function rename(ctx: Ctx, id: string, name: string, version: number): Promise<void> {
  await ctx.db.updateTable('products').set({ name, version }).where('id', '=', id).execute();
}

function nameOf(id: string): Promise<string> {
  return house.in(shop, async (ctx) => {
    const row = await ctx.db.selectFrom('products').select('name').where('id', '=', id).executeTakeFirstOrThrow();
    return row.name;
  });
}

async function restoreProducts(ctx: Ctx, changeSetId: string) {
  const kept: KeptRow[] = [];
  let reversed = 0;
  for await (const page of recordedUpdates(ctx, changeSetId, 'things')) {
    for (const { id, before, versionAfter } of page) {
      const row = await ctx.db.selectFrom('products').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      if (row.version !== versionAfter) kept.push({ id, what: row.name, why: 'transfer:undo.editedSince' });
      else {
        await ctx.db
          .updateTable('products')
          .set({ ...before, version: row.version + 1 })
          .where('id', '=', id)
          .execute();
        reversed += 1;
      }
    }
  }
  return { reversed, kept, failed: [] };
}
