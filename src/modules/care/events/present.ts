import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { dayIn } from '../../../maths/calendar.ts';
import { premises } from '../../workspaces/index.ts';
import { linkToken } from '../public/tokens.ts';
import type { ChannelKind } from '../shapes-contract.ts';
import type { Gathering, OpenedGathering } from './contract.ts';
import { hoursNow } from './hours.ts';
import { countGuests, countsFor, NO_GUESTS, type Counts, type GatheringRow } from './stored.ts';

/** The latest day first: what comes stands above what was. */
export async function listEvents(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  const after = at && id ? sql`and (starts_at, id) < (${String(at)}::timestamptz, ${String(id)}::uuid)` : sql``;
  const { rows } = await sql<GatheringRow>`
    select * from care_gatherings where workspace_id = ${ctx.workspace.id} and removed_at is null ${after}
    order by starts_at desc, id desc limit ${limit + 1}`.execute(ctx.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const counts = await countGuests(
    ctx,
    page.map(({ id: one }) => one),
  );
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (select from care_gatherings
      where workspace_id = ${ctx.workspace.id} and removed_at is null limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  return {
    items: page.map((row) => present(ctx, row, counts.get(row.id) ?? NO_GUESTS)),
    nextCursor: rows.length > limit && last ? encodeCursor([last.starts_at.toISOString(), last.id]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

export async function presentOpened(ctx: Ctx, row: GatheringRow): Promise<OpenedGathering> {
  const channel = row.channel_id && (await channelNamed(ctx, row.channel_id));
  return {
    ...present(ctx, row, await countsFor(ctx, row.id)),
    text: row.body,
    place: row.place,
    ...hoursNow(ctx, row),
    price: row.price,
    tiers: row.tiers,
    opensOn: row.opens_at && dayIn(ctx.workspace.zone, row.opens_at),
    channel: channel || null,
    listed: row.listed,
    cost: inBase(ctx, row.cost_minor),
    effectDays: row.effect_days,
    url: `${premises().config.publicUrl}/c/v/${linkToken({ kind: 'v', workspaceId: ctx.workspace.id, id: row.id, n: 0 })}`,
    createdBy: row.created_by_name,
    version: row.version,
  };
}

export function guestUrl(ctx: Ctx, guestId: string): string {
  const token = linkToken({ kind: 'g', workspaceId: ctx.workspace.id, id: guestId, n: 0 });
  return `${premises().config.publicUrl}/c/g/${token}`;
}

function present(ctx: Ctx, row: GatheringRow, counts: Counts): Gathering {
  return {
    id: row.id,
    title: row.title,
    online: row.online,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    places: row.places,
    state: stateOf(row, ctx.now),
    counts,
  };
}

function stateOf(row: GatheringRow, now: Date): Gathering['state'] {
  if (row.cancelled_at !== null) return 'cancelled';
  if (row.ends_at <= now) return 'past';
  return row.starts_at <= now ? 'now' : 'coming';
}

async function channelNamed(ctx: Ctx, id: string) {
  const row = await ctx.db
    .selectFrom('care_channels')
    .select(['id', 'kind', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row && { ...row, kind: row.kind as ChannelKind };
}
