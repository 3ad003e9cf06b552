import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { dayInWords, inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { addDays, addMonths, daysBetween } from '../../../maths/calendar.ts';
import { LINE_MINOR } from '../indicators/shop-figures.ts';
import { presentWatched } from '../present.ts';
import { KEPT } from '../product-rhythm/purchases.ts';
import { customerWithPurchases } from '../purchases-seen.ts';
import { readSettings } from '../settings.ts';
import { readShop } from '../shop.ts';
import {
  keyAccountErrors,
  type AccountReview,
  type AccountState,
  type AccountWarning,
  type KeyAccountPage,
} from './contract.ts';
import { presentAccounts } from './present.ts';
import { isDrop, SPAN, volumeChange, type VolumeChange } from './rules/volume.ts';

const refuse = refusals(keyAccountErrors);

const MONTHS = 24;
const REVIEWS = 50;
/** "Now" and "before" of the mix, in days. */
const HALF_YEAR = 182;

export async function readKeyAccount(ctx: Ctx, asked: { id: string }): Promise<KeyAccountPage> {
  const id = await customerWithPurchases(ctx, asked.id);
  const [account] = await presentAccounts(ctx, [id]);
  if (!account) throw refuse('KEY_ACCOUNT_NOT_FOUND');
  const [days, mix, alerts, reviews, pattern] = await Promise.all([
    purchaseDays(ctx, id),
    mixOf(ctx, id),
    openAlerts(ctx, id),
    reviewsOf(ctx, id),
    patternOf(ctx, id),
  ]);
  const change = volumeChange(
    days.map(({ on, minor }) => ({ on, minor: Number(minor) })),
    ctx.today,
  );
  return {
    ...account,
    months: monthsOf(ctx, days),
    volume: explainVolume(ctx, change),
    pattern,
    mix: mix.map(({ category, now, before }) => ({ category, now: inBase(ctx, now), before: inBase(ctx, before) })),
    warningList: [...alerts, ...dropWarning(ctx, change), ...goneKinds(ctx, mix), ...overdueWarning(ctx, account)],
    reviews,
  };
}

interface DayRow {
  on: string;
  minor: bigint;
  orders: number;
}

async function purchaseDays(ctx: Ctx, customerId: string): Promise<DayRow[]> {
  const from = addMonths(`${ctx.today.slice(0, 7)}-01`, 1 - MONTHS);
  return ctx.db
    .selectFrom('purchase_days')
    .select(['day as on', 'amount_minor as minor', 'orders'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('day', '>=', from)
    .orderBy('day')
    .execute();
}

function monthsOf(ctx: Ctx, days: readonly DayRow[]): KeyAccountPage['months'] {
  const byMonth = Map.groupBy(days, ({ on }) => on.slice(0, 7));
  return Array.from({ length: MONTHS }, (_, n) => {
    const month = addMonths(`${ctx.today.slice(0, 7)}-01`, n + 1 - MONTHS).slice(0, 7);
    const bought = byMonth.get(month) ?? [];
    const minor = bought.reduce((sum, one) => sum + one.minor, 0n);
    return { month, amount: inBase(ctx, minor), orders: bought.reduce((sum, { orders }) => sum + orders, 0) };
  });
}

function explainVolume(ctx: Ctx, change: VolumeChange | null): KeyAccountPage['volume'] {
  if (!change) return { key: 'retention:accounts.how.tooNew', values: {} };
  return { key: `retention:accounts.how.${change.basis}`, values: volumeValues(ctx, change) };
}

function volumeValues(ctx: Ctx, { recent, before, days }: VolumeChange) {
  return {
    recent: moneyInWords(ctx, recent),
    before: moneyInWords(ctx, before),
    percent: before > 0 ? Math.round(Math.abs(100 * (recent / before - 1))) : 0,
    weeks: SPAN / 7,
    days,
  };
}

/** One kind of goods, in minor units. */
interface Part {
  category: string | null;
  now: bigint;
  before: bigint;
}

/** By category: what was bought in the last half year beside the half year before, the largest first. */
async function mixOf(ctx: Ctx, customerId: string): Promise<Part[]> {
  const [now, before] = [addDays(ctx.today, -HALF_YEAR), addDays(ctx.today, -2 * HALF_YEAR)];
  const { rows } = await sql<Part>`
    select coalesce(p.category, l.category) as category,
      coalesce(round(sum(${LINE_MINOR}) filter (where o.day > ${now})), 0)::int8 as now,
      coalesce(round(sum(${LINE_MINOR}) filter (where o.day <= ${now})), 0)::int8 as before
    from orders o
    join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id
    left join products p on p.workspace_id = l.workspace_id and p.id = l.product_id
    where o.workspace_id = ${ctx.workspace.id} and o.customer_id = ${customerId} and o.day > ${before} and ${KEPT}
    group by 1 order by greatest(sum(${LINE_MINOR}), 0) desc limit 12`.execute(ctx.db);
  return rows;
}

async function patternOf(ctx: Ctx, customerId: string): Promise<KeyAccountPage['pattern']> {
  const rhythm = (await watchedOf(ctx, customerId))?.rhythm;
  if (!rhythm || rhythm.gaps === 0) return null;
  const { usualDays, spreadDays, sinceDays, dueOn, explanation } = rhythm;
  return { usualDays, spreadDays, sinceDays, dueOn, explanation };
}

async function watchedOf(ctx: Ctx, customerId: string) {
  const [shop, settings] = await Promise.all([readShop(ctx), readSettings(ctx)]);
  return (await presentWatched(ctx, shop, settings, [{ customerId, alertId: null }]))[0];
}

async function openAlerts(ctx: Ctx, customerId: string): Promise<AccountWarning[]> {
  const alerts = await ctx.db
    .selectFrom('retention_alerts')
    .select(['id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('settled_on', 'is', null)
    .where('withheld_until', 'is', null)
    .orderBy('stake_minor', 'desc')
    .limit(10)
    .execute();
  const [shop, settings] = await Promise.all([readShop(ctx), readSettings(ctx)]);
  const places = alerts.map(({ id: alertId }) => ({ customerId, alertId }));
  const watched = await presentWatched(ctx, shop, settings, places);
  return watched.flatMap(({ alert }) =>
    alert ? [{ key: alert.kind, text: alert.text, explanation: alert.explanation }] : [],
  );
}

function dropWarning(ctx: Ctx, change: VolumeChange | null): AccountWarning[] {
  if (!change || !isDrop(change)) return [];
  const text = translate(ctx.locale, `retention:accounts.drop.${change.basis}`, volumeValues(ctx, change));
  return [{ key: 'volume', text, explanation: explainVolume(ctx, change) }];
}

/** A kind of goods that made a fifth of the money, and none since. */
function goneKinds(ctx: Ctx, mix: readonly Part[]): AccountWarning[] {
  const all = mix.reduce((sum, { before }) => sum + Number(before), 0);
  const bought = mix.some(({ now }) => now > 0n);
  return mix.flatMap(({ category, now, before }) => {
    const share = all > 0 ? Number(before) / all : 0;
    if (!bought || category === null || now > 0n || share < 0.2) return [];
    const values = { category, percent: Math.round(100 * share), amount: moneyInWords(ctx, before) };
    const text = translate(ctx.locale, 'retention:accounts.gone', values);
    return [{ key: `gone ${category}`, text, explanation: { key: 'retention:accounts.how.gone', values } }];
  });
}

function overdueWarning(ctx: Ctx, { reviewOn }: KeyAccountPage | { reviewOn: string }): AccountWarning[] {
  const days = daysBetween(reviewOn, ctx.today);
  if (days <= 0) return [];
  const text = translate(ctx.locale, 'retention:accounts.overdue', { days, day: dayInWords(ctx, reviewOn) });
  return [{ key: 'review', text, explanation: null }];
}

async function reviewsOf(ctx: Ctx, customerId: string): Promise<AccountReview[]> {
  const rows = await ctx.db
    .selectFrom('retention_account_reviews')
    .select(['id', 'reviewed_on as on', 'due_on as dueOn', 'state', 'note', 'by_name as by'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .orderBy('reviewed_on', 'desc')
    .orderBy('id', 'desc')
    .limit(REVIEWS)
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as AccountState }));
}
