import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Ctx } from '../../../kernel/context.ts';
import { resetClock } from './clock.ts';
import { walkPortion } from './walk.ts';
import { days, journeyHouse } from './testing/journey-house.ts';

const { house, openShop } = await journeyHouse();

const WAITING = 3_000;

/** Rows of entries that a transaction has read until now, whether by an index or one after the other. */
async function rowsRead(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::text as n from pg_stat_xact_user_tables
    where relname = 'care_journey_entries'`.execute(ctx.db);
  return Number(rows[0]?.n ?? 0);
}

test('thousands who wait cost nothing: a look reads the first who is due, and a walk whoever is led on', async () => {
  const { shop, journey } = await openShop();
  const wait = days(300);
  const id = await journey({ steps: [wait] });
  // Nobody has counted the table since they came: that is how it stands an hour after a large segment entered.
  await house.in(shop, (ctx) =>
    sql`
    with made as (
      insert into customers (workspace_id, id, name, sort_name)
      select ${shop.id}, gen_random_uuid(), 'n' || n, 'n' || n from generate_series(1, ${WAITING}::int) n returning id)
    insert into care_journey_entries (workspace_id, id, journey_id, version, customer_id, cause, entered_at, entered_on,
      state, step, step_since, waits, due_at, fields)
    select ${shop.id}, gen_random_uuid(), ${id}, 1, made.id, 'test', now(), current_date, 'waiting', ${wait.id}, now(), true,
      now() + interval '300 days', '{}' from made`.execute(ctx.db),
  );
  const look = (due: number) =>
    house.in(shop, async (ctx) => {
      await sql`update care_journey_entries set due_at = now() - interval '1 minute' where id in (
        select id from care_journey_entries where workspace_id = ${shop.id} and state = 'waiting' order by id limit ${due}::int)`.execute(
        ctx.db,
      );
      const before = await rowsRead(ctx);
      const walked = await walkPortion(ctx);
      await resetClock(ctx);
      return { walked, read: (await rowsRead(ctx)) - before };
    });
  const idle = await look(0);
  expect(idle.walked).toBe(0);
  expect(idle.read).toBeLessThan(10);
  const busy = await look(5);
  expect(busy.walked).toBe(5);
  expect(busy.read).toBeLessThan(100);
});
