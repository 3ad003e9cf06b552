import { sql, type Selectable } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareGatheringGuests, CareGatherings } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { careErrors } from '../errors-contract.ts';
import type { Gathering } from './contract.ts';

const refuse = refusals(careErrors);

export type GatheringRow = Selectable<CareGatherings>;
export type GuestRow = Selectable<CareGatheringGuests>;
export type Counts = Gathering['counts'];

/** `lock`: whoever takes or frees a place does so one after the other. */
export async function gatheringOf(ctx: Ctx, id: string, lock = false): Promise<GatheringRow> {
  const row = await ctx.db
    .selectFrom('care_gatherings')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw refuse('EVENT_NOT_FOUND');
  return row;
}

/** One that still takes place. */
export async function gatheringToCome(ctx: Ctx, id: string): Promise<GatheringRow> {
  const row = await gatheringOf(ctx, id, true);
  if (row.cancelled_at !== null) throw refuse('EVENT_CANCELLED');
  if (row.ends_at <= ctx.now) throw refuse('EVENT_OVER');
  return row;
}

export async function guestOf(ctx: Ctx, gatheringId: string, guestId: string): Promise<GuestRow> {
  const row = await ctx.db
    .selectFrom('care_gathering_guests')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('gathering_id', '=', gatheringId)
    .where('id', '=', guestId)
    .executeTakeFirst();
  if (!row) throw refuse('GUEST_NOT_FOUND');
  return row;
}

export async function countGuests(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Counts>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Counts & { id: string }>`
    select gathering_id as id, count(invited_at)::int as invited,
      count(*) filter (where state = 'registered')::int as registered,
      count(*) filter (where state = 'waiting')::int as waiting,
      count(*) filter (where state = 'away')::int as away, count(came_at)::int as came
    from care_gathering_guests
    where workspace_id = ${ctx.workspace.id} and gathering_id = any (${[...ids]}::uuid[]) group by gathering_id`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

export const NO_GUESTS: Counts = { invited: 0, registered: 0, waiting: 0, away: 0, came: 0 };

export async function countsFor(ctx: Ctx, id: string): Promise<Counts> {
  return (await countGuests(ctx, [id])).get(id) ?? NO_GUESTS;
}
