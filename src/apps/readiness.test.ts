import { expect, test } from 'vitest';
import { deliverDue } from '../kernel/jobs/dispatch.ts';
import { newId } from '../kernel/ids.ts';
import { testHouse } from '../kernel/testing/house.ts';
import { readiness } from './readiness.ts';

const house = await testHouse();

test('an installation is ready while its database is up to date and nothing waits for the worker', async () => {
  expect(await readiness(house.database)).toEqual({ database: true, pendingMigrations: [], worker: true });
});

test('an event that nobody delivers shows that no worker runs, until one does', async () => {
  const shop = await house.openWorkspace();
  await house.in(shop, (ctx) =>
    ctx.db
      .insertInto('outbox_deliveries')
      .values({
        event_id: newId(),
        reaction: 'nobody.knows',
        workspace_id: shop.id,
        due_at: new Date(Date.now() - 61_000),
      })
      .execute(),
  );
  expect(await readiness(house.database)).toMatchObject({ worker: false });
  await deliverDue(house);
  expect(await readiness(house.database)).toMatchObject({ worker: true });
});
