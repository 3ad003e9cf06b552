import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { countOf, COUNT_LIMIT, encodeCursor } from '../../../kernel/paging.ts';
import { keptSentence, refuseUnknownTiers } from '../early/early.ts';
import { isKeptFrom } from '../early/rules/members-first.ts';
import { placeInTime } from '../ledger/present.ts';
import { currentVersion, levelNamed, type Version } from '../programme/programme.ts';
import { giftErrors, type GiftView } from './contract.ts';

const refuse = refusals(giftErrors);

export async function listGifts(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const before = placeInTime(cursor);
  const rows = await giftRows(
    ctx,
    before ? sql`and (g.created_at, g.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``,
    limit + 1,
  );
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from loyalty_gifts where workspace_id = ${ctx.workspace.id} limit ${COUNT_LIMIT + 1}) counted`.execute(
    ctx.db,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const version = await currentVersion(ctx);
  return {
    items: page.map((row) => present(ctx, version, row)),
    nextCursor: last && rows.length > limit ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

interface GiftFacts {
  name: string;
  points: number;
  stock: number | null;
  personLimit: number | null;
  tiers?: string[] | undefined;
  tiersUntil?: string | null | undefined;
}

interface NewGift extends GiftFacts {
  upgrade?: { tier: string; days: number } | null | undefined;
}

/** `changeSetId`: it came with the demo shop, and goes with its undo. */
export async function createGift(
  ctx: Ctx,
  { name, points, stock, personLimit, tiers = [], tiersUntil = null, upgrade = null }: NewGift,
  changeSetId: string | null = null,
): Promise<GiftView> {
  await refuseUnknownTiers(ctx, upgrade ? [...tiers, upgrade.tier] : tiers);
  const id = newId();
  await ctx.db
    .insertInto('loyalty_gifts')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      name,
      points: BigInt(points),
      stock,
      person_limit: personLimit,
      tiers,
      tiers_until: tiersUntil,
      upgrade_tier: upgrade?.tier ?? null,
      upgrade_days: upgrade?.days ?? null,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
      change_set_id: changeSetId,
    })
    .execute();
  await recordAudit(ctx, { action: 'loyalty_gift.created', entity: 'loyalty_gift', entityId: id });
  return giftNamed(ctx, id);
}

type GiftChange = { id: string; version?: number | undefined; ended?: boolean | undefined } & {
  [Key in keyof GiftFacts]?: GiftFacts[Key] | undefined;
};

export async function changeGift(ctx: Ctx, { id, version, ...given }: GiftChange): Promise<GiftView> {
  const row = await lockGift(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== row.version) throw refuseCommon('STALE', { current: await giftNamed(ctx, id) });
  await refuseUnknownTiers(ctx, given.tiers ?? []);
  await ctx.db
    .updateTable('loyalty_gifts')
    .set({
      ...(given.name === undefined ? {} : { name: given.name }),
      ...(given.points === undefined ? {} : { points: BigInt(given.points) }),
      ...(given.stock === undefined ? {} : { stock: given.stock }),
      ...(given.personLimit === undefined ? {} : { person_limit: given.personLimit }),
      ...(given.tiers === undefined ? {} : { tiers: given.tiers }),
      ...(given.tiersUntil === undefined ? {} : { tiers_until: given.tiersUntil }),
      ...(given.ended === undefined ? {} : { ended_at: given.ended ? ctx.now : null }),
      version: row.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'loyalty_gift.changed', entity: 'loyalty_gift', entityId: id });
  return giftNamed(ctx, id);
}

export async function lockGift(ctx: Ctx, id: string) {
  const row = await ctx.db
    .selectFrom('loyalty_gifts')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('GIFT_NOT_FOUND');
  return row;
}

async function giftNamed(ctx: Ctx, id: string): Promise<GiftView> {
  const [row] = await giftRows(ctx, sql`and g.id = ${id}`, 1);
  if (!row) throw refuse('GIFT_NOT_FOUND');
  return present(ctx, await currentVersion(ctx), row);
}

interface GiftRow extends Omit<GiftView, 'points' | 'kept' | 'upgrade'> {
  upgradeTier: string | null;
  upgradeDays: number | null;
  points: bigint;
  createdAt: Date;
}

async function giftRows(ctx: Ctx, where: ReturnType<typeof sql>, limit: number): Promise<GiftRow[]> {
  const { rows } = await sql<GiftRow>`
    select g.id, g.name, g.points, g.stock, g.person_limit as "personLimit", g.ended_at is not null as ended, g.version,
      g.tiers, g.tiers_until as "tiersUntil", g.upgrade_tier as "upgradeTier", g.upgrade_days as "upgradeDays", g.created_at as "createdAt", (
        select count(*)::int from loyalty_gift_claims c where c.workspace_id = g.workspace_id and c.gift_id = g.id
          and c.collected_at is null and c.cancelled_at is null) as waiting, (
        select count(*)::int from loyalty_gift_claims c where c.workspace_id = g.workspace_id and c.gift_id = g.id
          and c.collected_at is not null) as collected
    from loyalty_gifts g where g.workspace_id = ${ctx.workspace.id} ${where}
    order by g.created_at desc, g.id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

function present(
  ctx: Ctx,
  version: Version | null,
  { createdAt: _at, points, upgradeTier: tier, upgradeDays: days, ...row }: GiftRow,
): GiftView {
  const kept = isKeptFrom(row, null, ctx.today) ? keptSentence(ctx, version, row) : null;
  const upgrade = tier && days ? { tier, days, name: levelNamed(version, tier)?.name ?? tier } : null;
  return { ...row, points: Number(points), kept, upgrade };
}
