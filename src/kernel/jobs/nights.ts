import { dayIn } from '../../maths/calendar.ts';
import { now } from '../clock.ts';
import { asSystem, command, workspaceOf } from '../enter.ts';
import type { House } from '../house.ts';
import type { Job } from './jobs.ts';

/** Queues each nightly job once per workspace and shop's day, soon after midnight there; a missed night is caught up. */
export async function queueNights(house: House, jobs: readonly Job[]): Promise<void> {
  const rows = await house.database.local
    .selectFrom('workspaces')
    .select(['id', 'name', 'zone', 'base_currency', 'language'])
    .execute();
  for (const row of rows) {
    const workspace = workspaceOf(row);
    const day = dayIn(workspace.zone, now());
    await command(house.database, asSystem(workspace), async (ctx) => {
      const first = await ctx.db
        .insertInto('nights')
        .values({ workspace_id: workspace.id, day })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (!first.numInsertedOrUpdatedRows) return;
      for (const job of jobs)
        await house.jobs.enqueue(ctx, job, job.input.parse({}), { singletonKey: `${workspace.id}/${day}` });
    });
  }
}

/** Queues once per workspace what is to be looked after when a worker starts. */
export async function queueStart(house: House, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return;
  const rows = await house.database.local
    .selectFrom('workspaces')
    .select(['id', 'name', 'zone', 'base_currency', 'language'])
    .execute();
  for (const row of rows) {
    await command(house.database, asSystem(workspaceOf(row)), async (ctx) => {
      for (const job of jobs) await house.jobs.enqueue(ctx, job, job.input.parse({}));
    });
  }
}
