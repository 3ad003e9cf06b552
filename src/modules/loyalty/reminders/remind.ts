import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { emit } from '../../../kernel/outbox.ts';
import { addDays } from '../../../maths/calendar.ts';
import { raiseReasons, settleReasons } from '../../today/index.ts';
import { pointsExpiring } from '../events.ts';
import { currentVersion } from '../programme/programme.ts';
import { worthOf } from '../programme/rules/worth.ts';

export const REMINDER = 'points_expiring';

/** Those who have points about to expire, and those of whom the shop was reminded: all that a night has to look at. */
export async function toRemind(ctx: Ctx): Promise<string[]> {
  const version = await currentVersion(ctx);
  const until = addDays(ctx.today, version?.rules.remindDays ?? 0);
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from loyalty_lots
    where workspace_id = ${ctx.workspace.id} and remaining > 0 and expires_on between ${ctx.today}::date and ${until}::date
    union
    select customer_id from loyalty_accounts where workspace_id = ${ctx.workspace.id} and reminded_for is not null
    order by 1`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Puts them on the desk while their points can still be used, and takes them off once these are used or gone. */
export async function remind(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  const version = await currentVersion(ctx);
  if (!version || customerIds.length === 0) return;
  const { redeem, remindDays } = version.rules;
  const standing = await expiringOf(ctx, customerIds, { until: addDays(ctx.today, remindDays), least: redeem.minimum });
  const over = standing.filter(({ on, before }) => before !== null && before !== on);
  for (const by of ['used', 'passed'] as const) {
    const settled = over.filter(({ before }) => (before as string) < ctx.today === (by === 'passed'));
    if (settled.length === 0) continue;
    await settleReasons(ctx, { kind: REMINDER, customerIds: settled.map(({ id }) => id), by });
  }
  const due = standing.flatMap(({ id, on, points }) => (on === null ? [] : [{ customerId: id, points, on }]));
  await raiseReasons(
    ctx,
    due.map(({ customerId, points, on }) => {
      const stakeMinor = worthOf(redeem, version.worthMinor, points);
      return { customerId, kind: REMINDER, source: on, stakeMinor, dueOn: on, params: { points } };
    }),
  );
  const fresh = new Set(standing.flatMap(({ id, on, before }) => (on !== null && on !== before ? [id] : [])));
  await note(ctx, standing);
  if (fresh.size === 0) return;
  await emit(ctx, pointsExpiring, { customers: due.filter(({ customerId }) => fresh.has(customerId)) });
}

interface Standing {
  id: string;
  /** The first last day within the time of reminders; null where nothing that could be used expires so soon. */
  on: string | null;
  points: number;
  before: string | null;
}

/** Too few points to be used at all are nothing to remind anybody of. */
async function expiringOf(
  ctx: Ctx,
  customerIds: readonly string[],
  { until, least }: { until: string; least: number },
): Promise<Standing[]> {
  const { rows } = await sql<Omit<Standing, 'points'> & { points: bigint | null }>`
    select a.customer_id as id, a.reminded_for as before, first.on, least(first.points, a.balance)::int8 as points
    from loyalty_accounts a
    left join lateral (
      select l.expires_on as on, sum(l.remaining) as points from loyalty_lots l
      where l.workspace_id = a.workspace_id and l.customer_id = a.customer_id and l.remaining > 0
        and l.expires_on between ${ctx.today}::date and ${until}::date and a.balance >= ${least}
      group by l.expires_on order by l.expires_on limit 1) first on true
    where a.workspace_id = ${ctx.workspace.id} and a.customer_id = any (${[...customerIds]}::uuid[])
      and (first.on is not null or a.reminded_for is not null)
    order by a.customer_id`.execute(ctx.db);
  return rows.map(({ points, ...row }) => ({ ...row, points: Number(points ?? 0n) }));
}

async function note(ctx: Ctx, standing: readonly Standing[]): Promise<void> {
  const changed = standing.filter(({ on, before }) => on !== before);
  if (changed.length === 0) return;
  await sql`
    update loyalty_accounts a set reminded_for = t.on
    from unnest(${changed.map(({ id }) => id)}::uuid[], ${changed.map(({ on }) => on)}::date[]) as t (id, "on")
    where a.workspace_id = ${ctx.workspace.id} and a.customer_id = t.id`.execute(ctx.db);
}
