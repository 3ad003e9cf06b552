import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { addDays, dayIn, daysBetween } from '../../../maths/calendar.ts';
import { handOverErrors, type HandOverWatch } from './contract.ts';
import { returnsIn } from './knowledge.ts';
import { handOverSeen } from './reach.ts';

const refuse = refusals(handOverErrors);
const WATCHED_DAYS = 90;

/** Computed once a day: all purchases of the shop within the time are looked through. */
const known = new Map<string, Promise<HandOverWatch>>();
const REMEMBERED = 200;

/** Do those who were handed over come back as the rest does, and as they did in as many days before? */
export async function watchHandOver(ctx: Ctx, { id }: { id: string }): Promise<HandOverWatch> {
  const row = await handOverSeen(ctx, id);
  if (row.given_at === null) throw refuse('HAND_OVER_NOT_GIVEN');
  const start = dayIn(ctx.workspace.zone, row.given_at);
  const days = Math.min(WATCHED_DAYS, Math.max(0, daysBetween(start, ctx.today)));
  const key = `${ctx.workspace.id} ${id} ${ctx.today}`;
  const kept = known.get(key);
  if (kept) return kept;
  if (known.size >= REMEMBERED) known.clear();
  const fresh = watchFrom(ctx, id, start, days);
  known.set(key, fresh);
  fresh.catch(() => known.delete(key));
  // Of today, orders still come in.
  if (days < 1) known.delete(key);
  return fresh;
}

async function watchFrom(ctx: Ctx, id: string, start: string, days: number): Promise<HandOverWatch> {
  const { rows } = await sql<{ customer_id: string }>`
    select customer_id from hand_over_customers
    where workspace_id = ${ctx.workspace.id} and hand_over_id = ${id} and given`.execute(ctx.db);
  const customerIds = rows.map((row) => row.customer_id);
  const span = Math.max(1, days);
  const [since, before] = await Promise.all([
    returnsIn(ctx, { customerIds, from: addDays(start, 1), to: addDays(start, span) }),
    returnsIn(ctx, { customerIds, from: addDays(start, 1 - span), to: start }),
  ]);
  return { days, of: WATCHED_DAYS, since, before };
}
