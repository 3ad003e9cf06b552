import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { asSystem } from '../../../kernel/enter.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { startWorker } from '../../../kernel/jobs/worker.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { loadDemoShop, undoChangeSet } from '../../transfer/index.ts';
import { importJob, rehearsalJob } from '../../transfer/jobs.ts';
import { verifyLoyalty } from '../ledger/verify.ts';
import '../module.ts';
import '../../customers/module.ts';
import '../../orders/module.ts';
import { reactions } from '../reactions.ts';

const jobs = [importJob, rehearsalJob];
const house = await testHouse({ jobs });

const TABLES = [
  'loyalty_programmes',
  'loyalty_accounts',
  'loyalty_entries',
  'loyalty_coupons',
  'loyalty_vouchers',
  'loyalty_gifts',
  'loyalty_gift_claims',
  'loyalty_draws',
  'loyalty_draw_tries',
  'loyalty_stamp_cards',
  'loyalty_stamps',
  'loyalty_value_terms',
  'loyalty_value_cards',
  'loyalty_value_entries',
  'loyalty_referral_terms',
  'loyalty_referral_codes',
  'loyalty_credits',
];

test('the demo shop’s programme lives: gifts, stamps, money paid ahead, friends; and all of it goes with the undo', async () => {
  installReactions(reactions);
  const shop = await house.openWorkspace();
  const worker = await startWorker(house, jobs);
  const [changeSet] = await loadDemoShop(house, asSystem(shop));
  while ((await deliverDue(house)) > 0);
  await worker.stop();
  const counts = () =>
    house.in(shop, async (ctx) => {
      const { rows } = await sql<Record<string, number>>`
        select ${sql.join(
          TABLES.map(
            (table) =>
              sql`(select count(*)::int from ${sql.table(table)} where workspace_id = ${shop.id}) as ${sql.ref(table)}`,
          ),
        )}`.execute(ctx.db);
      return rows[0] as Record<string, number>;
    });
  const there = await counts();
  expect(Object.entries(there).filter(([, count]) => count === 0)).toEqual([]);
  expect(there).toMatchObject({ loyalty_value_cards: 4, loyalty_referral_codes: 3, loyalty_credits: 2 });
  expect(await house.in(shop, (ctx) => verifyLoyalty(ctx))).toEqual([]);
  await house.in(shop, (ctx) => undoChangeSet(ctx, { id: changeSet as string }));
  while ((await deliverDue(house)) > 0);
  installReactions([]);
  expect(Object.entries(await counts()).filter(([, count]) => count > 0)).toEqual([]);
}, 240_000);
