import { sql } from 'kysely';
import { may } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import type { ChannelKind } from '../shapes-contract.ts';
import type { AbRule, Audience, Campaign, Counts, OpenedCampaign } from './contract.ts';
import type { CampaignRow } from './campaigns.ts';

const NO_COUNTS: Counts = { planned: 0, sending: 0, sent: 0, failed: 0, unknown: 0, skipped: 0, held: 0 };

type ShownRow = CampaignRow & {
  channel_name: string;
  channel_kind: string;
  sending_id: string | null;
  sending_state: string | null;
};

/** The newest first. */
export async function listCampaigns(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  const after = at && id ? sql`and (c.created_at, c.id) < (${String(at)}::timestamptz, ${String(id)}::uuid)` : sql``;
  const { rows } = await sql<ShownRow>`
    ${shown(ctx)} ${after} order by c.created_at desc, c.id desc limit ${limit + 1}`.execute(ctx.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const counts = await countsOf(
    ctx,
    page.flatMap(({ sending_id: sending }) => sending ?? []),
  );
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (select from care_campaigns
      where workspace_id = ${ctx.workspace.id} and removed_at is null limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  return {
    items: page.map((row) => present(row, counts)),
    nextCursor: rows.length > limit && last ? encodeCursor([last.created_at.toISOString(), last.id]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

export async function presentOpened(ctx: Ctx, { id }: Pick<CampaignRow, 'id'>): Promise<OpenedCampaign> {
  const { rows } = await sql<ShownRow>`${shown(ctx)} and c.id = ${id}`.execute(ctx.db);
  const row = rows[0] as ShownRow;
  const counts = await countsOf(ctx, row.sending_id ? [row.sending_id] : []);
  const open = row.state === 'draft' || row.state === 'asked';
  return {
    ...present(row, counts),
    goal: row.goal,
    offer: row.offer,
    couponId: row.coupon_id,
    templateId: row.template_id,
    templateBId: row.template_b_id,
    ab: row.ab as unknown as AbRule | null,
    audience: row.audience as unknown as Audience,
    holdOutPercent: row.hold_out_percent,
    effectDays: row.effect_days,
    budget: row.budget_minor === null ? null : inBase(ctx, row.budget_minor),
    otherCost: inBase(ctx, row.other_cost_minor),
    marginPercent: row.margin_percent,
    refused: row.sending_id ? await refusedOf(ctx, row.sending_id) : [],
    askedBy: row.asked_by_name,
    approvedBy: row.approved_by_name,
    may: {
      change: open && may(ctx.actor, 'care.edit'),
      start: row.state === 'draft' && may(ctx.actor, 'care.send'),
      approve: row.state === 'asked' && may(ctx.actor, 'care.send') && !isOwn(ctx, row),
    },
  };
}

/** Whoever asks for it is whoever started it, be it a person or a program with a key. */
export function isOwn({ actor }: Pick<Ctx, 'actor'>, row: Pick<CampaignRow, 'started_by'>): boolean {
  return row.started_by !== null && row.started_by === (actor.userId ?? actor.keyId);
}

function shown(ctx: Ctx) {
  return sql`
    select c.*, h.name as channel_name, h.kind as channel_kind, d.id as sending_id, d.state as sending_state
    from care_campaigns c
    join care_channels h on h.workspace_id = c.workspace_id and h.id = c.channel_id
    left join care_sendings d on d.workspace_id = c.workspace_id and d.sender = 'campaign' and d.sender_id = c.id
    where c.workspace_id = ${ctx.workspace.id} and c.removed_at is null`;
}

const OF_SENDING: Readonly<Record<string, Campaign['state']>> = { open: 'sending' };

function present(row: ShownRow, counts: ReadonlyMap<string, Counts>): Campaign {
  const sending =
    row.sending_state === null ? null : (OF_SENDING[row.sending_state] ?? (row.sending_state as Campaign['state']));
  return {
    id: row.id,
    name: row.name,
    purpose: row.purpose as Campaign['purpose'],
    channel: { id: row.channel_id, kind: row.channel_kind as ChannelKind, name: row.channel_name },
    state: sending ?? (row.state as Campaign['state']),
    startsAt: row.starts_at?.toISOString() ?? null,
    startedAt: row.started_at?.toISOString() ?? null,
    counts: counts.get(row.sending_id ?? '') ?? NO_COUNTS,
    createdBy: row.created_by_name,
    version: row.version,
  };
}

async function countsOf(ctx: Ctx, sendingIds: readonly string[]): Promise<Map<string, Counts>> {
  if (sendingIds.length === 0) return new Map();
  const { rows } = await sql<{ sending_id: string; state: keyof Counts; count: number }>`
    select sending_id, state, count(*)::int as count from care_messages
    where workspace_id = ${ctx.workspace.id} and sending_id = any (${[...sendingIds]}::uuid[]) group by 1, 2`.execute(
    ctx.db,
  );
  const counts = new Map<string, Counts>();
  for (const { sending_id: id, state, count } of rows)
    counts.set(id, { ...(counts.get(id) ?? NO_COUNTS), [state]: count });
  return counts;
}

async function refusedOf(ctx: Ctx, sendingId: string) {
  const { rows } = await sql<{ reason: string; count: number }>`
    select reason, count(*)::int as count from care_messages
    where workspace_id = ${ctx.workspace.id} and sending_id = ${sendingId} and state = 'skipped'
    group by reason order by count desc`.execute(ctx.db);
  return rows;
}
