import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { emit, lockOrLater } from '../../kernel/outbox.ts';
import { touchSegments } from '../segments/index.ts';
import { refreshDue, type WatchSettings } from './contract.ts';
import { watchHabits } from './habits.ts';
import { endHoldOuts } from './hold-out/draw-alerts.ts';
import { raiseLate, settleSilences } from './lateness.ts';
import { predictionsWanted } from './predictions/contract.ts';
import { refreshCustomerMonths } from './leaky-bucket/customer-months.ts';
import { sumStaleMonths } from './leaky-bucket/months.ts';
import { countReturns } from './win-back/returns.ts';
import { EVERYBODY, endOfPortion, refreshRhythms, type Scope } from './rhythms.ts';
import { readSettings } from './settings.ts';
import {
  followNewestDay,
  keepShop,
  lockWatch,
  watchOf,
  newestPurchase,
  readShop,
  surveyShop,
  tellsOtherwise,
  type Shop,
} from './shop.ts';

/** After purchases of these customers: their rhythm, and whether they came back. */
export async function watchCustomers(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  await lockWatch(ctx);
  const [kept, newest] = [await readShop(ctx), await newestPurchase(ctx)];
  if (!kept || newest === null || !(await followNewestDay(ctx, kept, newest))) return startRefresh(ctx);
  const shop = (await readShop(ctx)) ?? kept;
  await watchScope(ctx, shop, await readSettings(ctx), { ids: customerIds });
  await touchSegments(ctx, ['retention_rhythms'], customerIds);
}

/** The same where nobody waits for the answer: a reaction makes room while the shop is looked at. */
export async function watchOrLater(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  await lockOrLater(ctx, watchOf(ctx));
  await watchCustomers(ctx, customerIds);
}

/**
 * Looks at all customers anew: first the shop, then portion by portion, each in a transaction of its own that queues the
 * next. A newer run takes over from an older one.
 */
export async function startRefresh(ctx: Ctx): Promise<void> {
  await lockWatch(ctx);
  const shop = await surveyShop(ctx, await readSettings(ctx));
  if (!shop) return forgetShop(ctx);
  await keepShop(ctx, shop);
  const refreshId = newId();
  await ctx.db
    .updateTable('retention_shops')
    .set({ refresh_id: refreshId })
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  await refreshPortion(ctx, { refreshId, after: null });
}

export async function refreshPortion(
  ctx: Ctx,
  { refreshId, after }: { refreshId: string; after: string | null },
): Promise<void> {
  await lockWatch(ctx);
  const shop = await readShop(ctx);
  if (!shop || shop.refreshId !== refreshId) return;
  const upTo = await endOfPortion(ctx, after);
  await watchScope(ctx, shop, await readSettings(ctx), { after, upTo });
  if (upTo !== null) return emit(ctx, refreshDue, { refreshId, after: upTo });
  await sumStaleMonths(ctx, shop.until);
  await countReturns(ctx, shop.until);
  await ctx.db
    .updateTable('retention_shops')
    .set({ refresh_id: null, refreshed_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  await emit(ctx, predictionsWanted, {});
  await touchSegments(ctx, ['retention_rhythms'], null);
}

/** As a day passes: who is late since today, and who is lost. Everybody anew only when the shop itself has changed. */
export async function passNight(ctx: Ctx): Promise<void> {
  await lockWatch(ctx);
  const settings = await readSettings(ctx);
  const [kept, seen] = [await readShop(ctx), await surveyShop(ctx, settings)];
  if (!seen) return forgetShop(ctx);
  if (!kept || tellsOtherwise(kept, seen)) return startRefresh(ctx);
  await settleSilences(ctx, kept, settings, EVERYBODY);
  await endHoldOuts(ctx);
  await raiseLate(ctx, kept, settings, EVERYBODY);
  await sumStaleMonths(ctx, kept.until);
  await countReturns(ctx, kept.until);
}

async function watchScope(ctx: Ctx, shop: Shop, settings: WatchSettings, scope: Scope): Promise<void> {
  await refreshCustomerMonths(ctx, settings, scope);
  await refreshRhythms(ctx, shop, settings.fixedDays, scope);
  await settleSilences(ctx, shop, settings, scope);
  await watchHabits(ctx, shop, settings, scope);
  await raiseLate(ctx, shop, settings, scope);
}

/** No purchase is left: an undone import, or a shop that begins. */
async function forgetShop(ctx: Ctx): Promise<void> {
  const kept = await readShop(ctx);
  if (!kept) return;
  await watchScope(ctx, kept, await readSettings(ctx), EVERYBODY);
  await ctx.db.deleteFrom('retention_shops').where('workspace_id', '=', ctx.workspace.id).execute();
  await emit(ctx, predictionsWanted, {});
  await touchSegments(ctx, ['retention_rhythms'], null);
}
