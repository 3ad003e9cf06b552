import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { tradePrior } from '../../../maths/rhythm-prior.ts';
import { raiseAlerts, settleAlerts, type NewAlert } from '../alerts.ts';
import type { WatchSettings } from '../contract.ts';
import { dismissedLately } from '../lateness.ts';
import { goodsFacts } from '../recommendations/goods-facts.ts';
import { countedGoods, readShelf, type Shelf } from '../recommendations/shelf.ts';
import { readSettings } from '../settings.ts';
import { readShop, type Shop } from '../shop.ts';
import { goodsFactsOf } from './facts.ts';
import { purchasesOf } from './purchases.ts';
import {
  DAYS_FOR_GOODS,
  goodsBreakKinds,
  goodsBreaks,
  type GoodsBreak,
  type PurchaseDay,
} from './rules/goods-breaks.ts';
import { goodsPrior } from './rules/goods-rhythm.ts';

/** Who bought within so many days is looked at in the night; whom an old file brings in is not. */
const LOOK_BACK = 7;
const MOST = 2_000;

/**
 * The night's look at what those buy who still come: ends what is over, and raises the gravest few of what is new, never
 * more than the settings allow for a day, and only where nothing else is open for the customer.
 */
export async function watchGoods(ctx: Ctx): Promise<void> {
  const [shop, settings, shelf] = [await readShop(ctx), await readSettings(ctx), await readShelf(ctx)];
  if (!shop) return;
  await settleGoods(ctx, shop, shelf, null);
  const room = settings.goodsAlerts - (await raisedToday(ctx));
  if (room <= 0) return;
  const found = await breaksOf(ctx, shop, shelf, await candidates(ctx, shop, settings));
  const gravest = found.toSorted((a, b) => Number(b.stakeMinor - a.stakeMinor)).slice(0, room);
  await raiseAlerts(ctx, gravest);
}

/** After purchases of these customers: whether what was missed is back. */
export async function goodsBack(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  const shop = await readShop(ctx);
  if (shop) await settleGoods(ctx, shop, await readShelf(ctx), customerIds);
}

interface Watched {
  id: string;
  lastOn: string;
  yearMinor: number;
}

async function candidates(ctx: Ctx, shop: Shop, settings: WatchSettings): Promise<Watched[]> {
  const { rows } = await sql<Watched>`
    select r.customer_id as id, r.last_on as "lastOn", r.year_minor::float8 as "yearMinor"
    from customer_statistics s
    join retention_rhythms r on r.workspace_id = s.workspace_id and r.customer_id = s.customer_id
    join customers c on c.workspace_id = r.workspace_id and c.id = r.customer_id
    where s.workspace_id = ${ctx.workspace.id} and s.last_on > ${addDays(shop.until, -LOOK_BACK)}
      and s.purchase_days >= ${DAYS_FOR_GOODS} and r.alert_on > ${shop.until} and c.binned_at is null
      and not (c.tags && ${settings.ignoredTags}::text[])
      and not exists (
        select 1 from retention_alerts a
        where a.workspace_id = r.workspace_id and a.customer_id = r.customer_id
          and (a.settled_on is null or a.last_on = r.last_on))
      and not ${dismissedLately(ctx, shop, settings)}
    order by r.year_minor desc, r.customer_id limit ${MOST}`.execute(ctx.db);
  return rows;
}

async function raisedToday(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ raised: number }>`
    select count(*)::int as raised from retention_alerts
    where workspace_id = ${ctx.workspace.id} and settled_on is null and raised_on = ${ctx.today}
      and kind = any (${[...goodsBreakKinds]}::text[])`.execute(ctx.db);
  return rows[0]?.raised ?? 0;
}

/** What changed with each of them, the plainest first. */
async function breaksOf(ctx: Ctx, shop: Shop, shelf: Shelf | null, watched: Watched[]): Promise<NewAlert[]> {
  const purchases = await purchasesOf(
    ctx,
    watched.map(({ id }) => id),
  );
  const look = await lookAt(ctx, shop, shelf, purchases);
  return watched.flatMap(({ id, lastOn, yearMinor }) => {
    const [plainest] = look(purchases.get(id) ?? [], yearMinor);
    if (!plainest) return [];
    const facts = goodsFactsOf(plainest, look.nameOf(plainest), yearMinor);
    return { customerId: id, lastOn, stakeMinor: plainest.stakeMinor, facts };
  });
}

async function lookAt(ctx: Ctx, shop: Shop, shelf: Shelf | null, purchases: ReadonlyMap<string, PurchaseDay[]>) {
  const all = [...purchases.values()].flat().flatMap(({ lines }) => lines.map(({ productId }) => productId));
  const ids = [...new Set(all)];
  const [facts, counts] = [await goodsFacts(ctx, ids), await countedGoods(ctx, ids)];
  const general = shelf?.prior ?? tradePrior();
  const knowing = {
    until: shop.until,
    priorOf: (id: string) => goodsPrior(general, counts.get(id) ?? { customers: 0, rebuyers: 0, rebuyLn: 0 }),
    categoryOf: (id: string) => facts.get(id)?.category || null,
  };
  const look = (days: readonly PurchaseDay[], yearMinor: number) => goodsBreaks(days, { ...knowing, yearMinor });
  const nameOf = ({ kind, what }: GoodsBreak) => (kind === 'goods_stopped' ? facts.get(what ?? '')?.name : what) ?? '';
  return Object.assign(look, { nameOf });
}

interface OpenAlert extends Watched {
  alertId: string;
  kind: string;
  what: string;
}

/** Back to the old habits, or fallen silent, which is a graver alert. */
async function settleGoods(
  ctx: Ctx,
  shop: Shop,
  shelf: Shelf | null,
  customerIds: readonly string[] | null,
): Promise<void> {
  const { rows: open } = await sql<OpenAlert>`
    select a.id as "alertId", a.kind, a.facts ->> 'what' as what, a.customer_id as id, a.last_on as "lastOn",
      coalesce(r.year_minor, 0)::float8 as "yearMinor"
    from retention_alerts a
    left join retention_rhythms r on r.workspace_id = a.workspace_id and r.customer_id = a.customer_id
      and r.alert_on > ${shop.until}
    where a.workspace_id = ${ctx.workspace.id} and a.settled_on is null
      and a.kind = any (${[...goodsBreakKinds]}::text[])
      ${customerIds ? sql`and a.customer_id = any (${[...customerIds]}::uuid[])` : sql``}
    order by a.id limit ${MOST}`.execute(ctx.db);
  if (open.length === 0) return;
  const purchases = await purchasesOf(
    ctx,
    open.map(({ id }) => id),
  );
  const look = await lookAt(ctx, shop, shelf, purchases);
  const over = open.filter(({ id, kind, what, yearMinor }) => {
    const still = yearMinor > 0 ? look(purchases.get(id) ?? [], yearMinor) : [];
    return !still.some((one) => one.kind === kind && look.nameOf(one) === what);
  });
  if (over.length === 0) return;
  await settleAlerts(
    ctx,
    sql`
    select a.id, case when r.alert_on > ${shop.until} then 'recovered' else 'withdrawn' end as outcome,
      ${shop.until}::date as settled_on, null::int as returned_after_days, null::int8 as returned_minor
    from retention_alerts a
    left join retention_rhythms r on r.workspace_id = a.workspace_id and r.customer_id = a.customer_id
    where a.workspace_id = ${ctx.workspace.id} and a.id = any (${over.map(({ alertId }) => alertId)}::uuid[])`,
  );
}
