import { sql, type KyselyPlugin } from 'kysely';
import { expect, test } from 'vitest';
import type { Ctx } from '../../../../kernel/context.ts';
import { newId } from '../../../../kernel/ids.ts';
import { testHouse } from '../../../../kernel/testing/house.ts';
import { enterBatch } from '../../../transfer/between-batches.ts';
import { openChangeSet } from '../../../transfer/index.ts';
import { openDoorkeeper } from '../../../workspaces/index.ts';
import { createCustomer } from '../../customers.ts';
import { customersFromFile } from '../../import-kind.ts';
import '../../module.ts';
import { eraseCustomer } from './erase.ts';

const house = await testHouse();
openDoorkeeper(house);

/** Lets something happen after the batch has looked who was erased, and before it writes. */
function afterTombstones(happen: () => Promise<void>): KyselyPlugin {
  let looked = false;
  return {
    transformQuery: ({ node }) => {
      looked ||= JSON.stringify(node).includes('customer_tombstones');
      return node;
    },
    transformResult: async ({ result }) => {
      if (looked) {
        looked = false;
        await happen();
      }
      return result;
    },
  };
}

test('a person who is erased while their file is being imported does not come back with it', async () => {
  const shop = await house.openWorkspace();
  const { id } = await house.in(shop, (ctx) => createCustomer(ctx, { name: '郭靖', phone: '13900005555' }));
  let erasing: Promise<unknown> | undefined;
  await house.in(shop, async (ctx) => {
    await enterBatch(ctx);
    const changeSetId = await openChangeSet(ctx, { kind: 'import', title: 'x', undoNeeds: 'imports.run' });
    const run = { importId: newId(), changeSetId, settings: {}, memory: new Map() };
    const happen = async () => {
      erasing ??= house.in(shop, (inside) => eraseCustomer(inside, { id, reason: '本人要求' }));
      await Promise.race([erasing, waiting(ctx)]);
    };
    const batch = { ...ctx, db: ctx.db.withPlugin(afterTombstones(happen)) } as Ctx;
    const values = { name: '郭靖', phone: { phone: '13900005555' } };
    await customersFromFile.apply(batch, run, [{ line: 2, values, identity: 'a' } as never]);
  });
  await erasing;
  const left = await house.in(shop, (ctx) =>
    ctx.db.selectFrom('customers').select('name').where('workspace_id', '=', shop.id).execute(),
  );
  expect(left).toEqual([{ name: '—' }]);
});

/** Until somebody in this database waits for a lock. */
async function waiting(ctx: Ctx): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await house.in(ctx.workspace, (other) =>
        sql<{ waits: number }>`select count(*)::int as waits from pg_locks l join pg_database d on d.oid = l.database
            where d.datname = current_database() and not l.granted`.execute(other.db),
      );
      return rows[0]?.waits ?? 0;
    })
    .toBeGreaterThan(0);
}
