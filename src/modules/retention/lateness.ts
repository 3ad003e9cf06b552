import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { addDays } from '../../maths/calendar.ts';
import { lateFacts } from './alert-facts.ts';
import { raiseAlerts, settleAlerts, type NewAlert } from './alerts.ts';
import type { WatchSettings } from './contract.ts';
import { knownRhythm, type RhythmRow } from './known-rhythm.ts';
import { within, type Scope } from './rhythms.ts';
import { silenceOf, stakeOf } from './rules/lateness.ts';
import type { Shop } from './shop.ts';

/**
 * Ends the alerts of those who came back, of those who are silent for so long that they are lost, and of those who are
 * not late any more because something was corrected. A purchase before the alert's own day was only recorded late.
 */
export async function settleSilences(ctx: Ctx, shop: Shop, { lostDays }: WatchSettings, scope: Scope): Promise<void> {
  await settleAlerts(
    ctx,
    sql`
    select a.id,
      case when back.day is null then case when r.last_on = a.last_on and r.alert_on <= ${lostLine(shop, lostDays)} then 'lost'
        else 'withdrawn' end
        when back.day >= a.raised_on then 'bought' else 'withdrawn' end as outcome,
      coalesce(back.day, ${shop.until}::date) as settled_on,
      back.day - a.last_on as returned_after_days, back.amount_minor as returned_minor
    from retention_alerts a
    left join retention_rhythms r on r.workspace_id = a.workspace_id and r.customer_id = a.customer_id
    left join lateral (
      select p.day, p.amount_minor from purchase_days p
      where p.workspace_id = a.workspace_id and p.customer_id = a.customer_id and p.day > a.last_on
      order by p.day limit 1
    ) back on true
    where a.workspace_id = ${ctx.workspace.id} and a.kind = 'late' and a.settled_on is null
      and ${within(scope, sql.ref('a.customer_id'))}
      and (back.day is not null or r.customer_id is null or r.last_on <> a.last_on or r.alert_on > ${shop.until}
        or r.alert_on <= ${lostLine(shop, lostDays)})`,
  );
}

/** Raises an alert for everybody in the scope whose alert day has come. */
export async function raiseLate(ctx: Ctx, shop: Shop, settings: WatchSettings, scope: Scope): Promise<void> {
  let found = AT_ONCE;
  while (found === AT_ONCE) {
    const late = await lateCustomers(ctx, shop, settings, scope);
    found = late.length;
    await raiseAlerts(
      ctx,
      late.map((row) => lateAlert(ctx, shop, settings, row)),
    );
  }
}

const AT_ONCE = 5_000;

/** `p_buys` is the forecast's chance to buy within 13 weeks; null where there is none. */
type LateRow = RhythmRow & { customer_id: string; spent_minor: bigint; p_buys: number | null };

/** The largest yearly value first, so that an interrupted night has done the most important part. */
async function lateCustomers(ctx: Ctx, shop: Shop, settings: WatchSettings, scope: Scope): Promise<LateRow[]> {
  const { rows } = await sql<LateRow>`
    select r.*, s.spent_minor, f.p_buys
    from retention_rhythms r
    join customers c on c.workspace_id = r.workspace_id and c.id = r.customer_id
    join customer_statistics s on s.workspace_id = r.workspace_id and s.customer_id = r.customer_id
    left join retention_predictions f on f.workspace_id = r.workspace_id and f.customer_id = r.customer_id
    where r.workspace_id = ${ctx.workspace.id} and r.alert_on <= ${shop.until}
      and r.alert_on > ${lostLine(shop, settings.lostDays)}
      and ${within(scope, sql.ref('r.customer_id'))} and c.binned_at is null
      and not (c.tags && ${settings.ignoredTags}::text[])
      and not exists (
        select 1 from retention_alerts a
        where a.workspace_id = r.workspace_id and a.customer_id = r.customer_id and a.kind = 'late'
          and a.last_on = r.last_on and (a.settled_on is null or a.outcome in ('dismissed', 'given_up')))
      and not exists (
        select 1 from retention_class_rules rule
        join class_members m on m.workspace_id = rule.workspace_id and m.scheme = 'value-matrix' and m.key = rule.class
        where rule.workspace_id = r.workspace_id and m.customer_id = r.customer_id
          and r.last_on + rule.silent_days > ${shop.until})
      and not ${dismissedLately(ctx, shop, settings)}
    order by r.year_minor desc, r.customer_id limit ${AT_ONCE}`.execute(ctx.db);
  return rows;
}

/** "Nothing to worry about" holds for a while, whatever is found next. */
export function dismissedLately(ctx: Ctx, shop: Shop, { quietDays }: WatchSettings) {
  return sql`exists (
    select 1 from retention_alerts d
    where d.workspace_id = ${ctx.workspace.id} and d.customer_id = r.customer_id and d.outcome = 'dismissed'
      and d.settled_on > ${addDays(shop.until, -quietDays)})`;
}

function lostLine(shop: Shop, lostDays: number): string {
  return addDays(shop.until, -lostDays);
}

function lateAlert(ctx: Ctx, shop: Shop, { fixedDays }: WatchSettings, row: LateRow): NewAlert {
  const known = knownRhythm(row);
  const silence = silenceOf(known, shop.until, shop.closures);
  const risk = stakeOf(known, row.spent_minor, silence, row.p_buys);
  return {
    customerId: row.customer_id,
    lastOn: row.last_on,
    stakeMinor: risk.atStake,
    facts: lateFacts(known, silence, risk, { fixedDays, still: shop.until !== ctx.today }),
  };
}
