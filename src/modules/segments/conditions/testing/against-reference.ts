import fc from 'fast-check';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Workspace } from '../../../../kernel/context.ts';
import type { TestHouse } from '../../../../kernel/testing/house.ts';
import { askableBy, compile } from '../compile.ts';
import { readTree, type Tree } from '../rules/tree.ts';
import { createSegment } from '../segments.ts';
import { liveSegments } from '../stored.ts';
import { fits, readFacts } from './reference.ts';
import { randomTrees } from './trees.ts';

/** So many random trees against the plain evaluator: of the whole shop, and of half of it as after an event. */
export async function againstReference(house: TestHouse, shop: Workspace, runs: number): Promise<void> {
  await house.in(shop, async (ctx) => {
    await createSegment(ctx, { name: '有手机', condition: { field: 'hasPhone', value: true } });
    await createSegment(ctx, {
      name: '买过绿茶',
      condition: { field: 'purchases', value: { categories: ['绿茶'], times: { from: 1 } } },
    });
    const [first] = (await liveSegments(ctx)).keys();
    await createSegment(ctx, {
      name: '两者之一',
      condition: { or: [{ field: 'segment', value: [first] }, { not: { field: 'tag', value: null } }] },
    });
  });
  await house.in(shop, async (ctx) => {
    const [facts, askable] = [await readFacts(ctx), await askableBy(ctx)];
    const half = facts.filter((_one, n) => n % 2 === 0).map(({ id }) => id);
    const trees = new Map([...askable.segments].map(([id, segment]) => [id, segment.tree]));
    const products = await ctx.db.selectFrom('products').select('id').where('workspace_id', '=', shop.id).execute();
    const found = async (tree: Tree, ids: string[] | null) => {
      const compiled = compile(ctx, askable, tree, { ids });
      if ('problem' in compiled) throw new Error(`${compiled.problem} ${compiled.field}`);
      const { rows } = await sql<{ id: string }>`
        select id from customers where workspace_id = ${shop.id} and binned_at is null
          ${ids ? sql`and id = any (${ids}::uuid[])` : sql``} and ${compiled.where} order by id`.execute(ctx.db);
      return rows.map(({ id }) => id);
    };
    const kept = { some: 0, none: 0 };
    await fc.assert(
      fc.asyncProperty(
        randomTrees({ today: ctx.today, products: products.map(({ id }) => id), segments: [...trees.keys()] }),
        async (tree) => {
          expect(readTree(tree)).toEqual({ tree });
          const expected = facts
            .filter((one) => fits(one, tree, trees))
            .map(({ id }) => id)
            .toSorted();
          expect(await found(tree, null)).toEqual(expected);
          expect(await found(tree, half)).toEqual(expected.filter((id) => half.includes(id)));
          kept[expected.length === 0 || expected.length === facts.length ? 'none' : 'some'] += 1;
        },
      ),
      { numRuns: runs },
    );
    // Trees that take everybody or nobody would prove little.
    expect(kept.some).toBeGreaterThan(kept.none);
  });
}
