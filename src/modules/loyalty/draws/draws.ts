import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { pointErrors } from '../ledger/contract.ts';
import { currentVersion, minorOf } from '../programme/programme.ts';
import { drawErrors, type DrawRules, type DrawView } from './contract.ts';
import { drawNamed, drawsWhere, lockDraw, presentDraw, type DrawRow } from './rows.ts';
import { OF } from './rules/lot.ts';
import { hashOf, seedOf } from './seed.ts';

const refuse = refusals(drawErrors);
const pointsRefused = refusals(pointErrors);

export async function listDraws(ctx: Ctx): Promise<{ items: DrawView[] }> {
  return { items: (await drawsWhere(ctx, sql`true`)).map((row) => presentDraw(ctx, row)) };
}

/** `changeSetId`: it came with the demo shop, and goes with its undo. */
export async function createDraw(ctx: Ctx, rules: DrawRules, changeSetId: string | null = null): Promise<DrawView> {
  await refuseUnfit(ctx, rules);
  const id = newId();
  await ctx.db
    .insertInto('loyalty_draws')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      ...columnsOf(ctx, rules),
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
      change_set_id: changeSetId,
    })
    .execute();
  await writePrizes(ctx, id, rules);
  await recordAudit(ctx, { action: 'loyalty_draw.created', entity: 'loyalty_draw', entityId: id });
  return drawNamed(ctx, id);
}

export async function changeDraw(
  ctx: Ctx,
  { id, version, rules }: { id: string; version?: number | undefined; rules: DrawRules },
): Promise<DrawView> {
  const row = await lockDraft(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== row.version) throw refuseCommon('STALE', { current: presentDraw(ctx, row) });
  await refuseUnfit(ctx, rules);
  await ctx.db
    .updateTable('loyalty_draws')
    .set({ ...columnsOf(ctx, rules), version: row.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await sql`delete from loyalty_draw_prizes where workspace_id = ${ctx.workspace.id} and draw_id = ${id}`.execute(
    ctx.db,
  );
  await writePrizes(ctx, id, rules);
  await recordAudit(ctx, { action: 'loyalty_draw.changed', entity: 'loyalty_draw', entityId: id });
  return drawNamed(ctx, id);
}

export async function dropDraw(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await lockDraft(ctx, id);
  await sql`delete from loyalty_draws where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  await recordAudit(ctx, { action: 'loyalty_draw.dropped', entity: 'loyalty_draw', entityId: id });
  return { ok: true };
}

/** From here on nothing of it changes, and the hash of its seed is told. */
export async function publishDraw(ctx: Ctx, { id, version }: { id: string; version: number }): Promise<DrawView> {
  const row = await lockDraft(ctx, id);
  if (version !== row.version) throw refuseCommon('STALE', { current: presentDraw(ctx, row) });
  // What it gives may have ended since it was drafted, and its days may be over.
  await refuseUnfit(ctx, row);
  const inPoints = row.points > 0 || row.prizes.some(({ give }) => give.kind === 'points');
  if (inPoints && !(await currentVersion(ctx))) throw pointsRefused('POINTS_WITHOUT_PROGRAMME');
  await sql`
    update loyalty_draws set published_at = ${ctx.now}, seed_hash = ${hashOf(seedOf(ctx, id))}, version = version + 1
    where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  await recordAudit(ctx, { action: 'loyalty_draw.published', entity: 'loyalty_draw', entityId: id });
  return drawNamed(ctx, id);
}

/** Behind the lock of its tries: who drew before drew by the seed that is told now. */
export async function endDraw(ctx: Ctx, { id }: { id: string }): Promise<DrawView> {
  const row = await lockDraw(ctx, id);
  if (row.seedHash === null) throw refuse('DRAW_NOT_PUBLISHED');
  if (presentDraw(ctx, row).state !== 'over') {
    await sql`
      update loyalty_draws set ended_at = ${ctx.now}, version = version + 1
      where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
    await recordAudit(ctx, { action: 'loyalty_draw.ended', entity: 'loyalty_draw', entityId: id });
  }
  return drawNamed(ctx, id);
}

async function lockDraft(ctx: Ctx, id: string): Promise<DrawRow> {
  const row = await lockDraw(ctx, id);
  if (row.seedHash !== null) throw refuse('DRAW_PUBLISHED');
  return row;
}

function columnsOf(
  ctx: Ctx,
  { name, points, orderFrom, dayLimit, personLimit, fromDay, untilDay, fallback }: DrawRules,
) {
  return {
    name,
    points: BigInt(points),
    order_minor: orderFrom === null ? null : minorOf(ctx, orderFrom),
    day_limit: dayLimit,
    person_limit: personLimit,
    from_day: fromDay,
    until_day: untilDay,
    fallback,
  };
}

async function writePrizes(ctx: Ctx, drawId: string, { prizes }: DrawRules): Promise<void> {
  await ctx.db
    .insertInto('loyalty_draw_prizes')
    .values(
      prizes.map(({ name, odds, stock, give }, n) => ({
        workspace_id: ctx.workspace.id,
        draw_id: drawId,
        place: n + 1,
        name,
        odds,
        stock,
        give: JSON.stringify(give),
      })),
    )
    .execute();
}

type Unchecked = Pick<DrawRules, 'fromDay' | 'untilDay' | 'fallback' | 'prizes'> & {
  orderFrom?: string | null;
};

async function refuseUnfit(ctx: Ctx, { fromDay, untilDay, orderFrom, fallback, prizes }: Unchecked): Promise<void> {
  if (untilDay < fromDay || untilDay < ctx.today) throw refuse('DRAW_DAYS_UNFIT', { path: 'untilDay' });
  if (orderFrom && !minorOf(ctx, orderFrom)) throw refuse('DRAW_ORDER_UNFIT', { path: 'orderFrom' });
  const sum = prizes.reduce((all, { odds }) => all + odds, 0);
  if (sum > OF)
    throw refuse('DRAW_ODDS_TOO_HIGH', { path: `prizes.${prizes.length - 1}.odds`, over: (sum - OF) / 100 });
  const last = fallback === null ? undefined : prizes[fallback - 1];
  // What stands in for others must not run out itself.
  if (fallback !== null && (!last || last.stock !== null)) throw refuse('DRAW_FALLBACK_UNFIT', { path: 'fallback' });
  const things = await thingsOffered(ctx, prizes);
  for (const [n, { give }] of prizes.entries()) {
    const fits =
      give.kind === 'points' ||
      (give.kind === 'value' ? Boolean(minorOf(ctx, give.amount)) : things.has(thingOf(give) ?? ''));
    if (!fits) throw refuse('DRAW_PRIZE_UNFIT', { path: `prizes.${n}.give` });
  }
}

function thingOf(give: DrawRules['prizes'][number]['give']): string | null {
  return give.kind === 'gift' ? give.giftId : give.kind === 'coupon' ? give.couponId : null;
}

/** Gifts that are offered, and coupons whose codes are issued one by one. */
async function thingsOffered(ctx: Ctx, prizes: DrawRules['prizes']): Promise<Set<string>> {
  const ids = prizes.flatMap(({ give }) => thingOf(give) ?? []);
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select id from loyalty_gifts
    where workspace_id = ${ctx.workspace.id} and id = any (${ids}::uuid[]) and ended_at is null and upgrade_tier is null
    union all
    select id from loyalty_coupons
    where workspace_id = ${ctx.workspace.id} and id = any (${ids}::uuid[]) and ended_at is null and code is null
      and coalesce(until_day, ${ctx.today}::date) >= ${ctx.today}::date`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}
