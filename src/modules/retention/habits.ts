import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { habitFacts } from './alert-facts.ts';
import { raiseAlerts, settleAlerts, type NewAlert } from './alerts.ts';
import type { WatchSettings } from './contract.ts';
import { dismissedLately } from './lateness.ts';
import { within, type Scope } from './rhythms.ts';
import { DAYS_FOR_HABITS, habitBreaks } from './rules/habit-breaks.ts';
import type { Shop } from './shop.ts';

/** Looks at what those who still come buy, and how often, and raises or ends alerts about it. */
export async function watchHabits(ctx: Ctx, shop: Shop, settings: WatchSettings, scope: Scope): Promise<void> {
  const customers = await activeCustomers(ctx, shop, settings, scope);
  const broken: NewAlert[] = [];
  for (const { id, lastOn, amounts, gaps, quiet } of customers) {
    if (quiet) continue;
    for (const one of habitBreaks({ amounts: numbers(amounts), gaps: numbers(gaps) }, shop.prior)) {
      broken.push({ customerId: id, lastOn, stakeMinor: one.stakeMinor, facts: habitFacts(one) });
    }
  }
  const open = await openHabitAlerts(ctx, scope);
  const known = new Set(open.map(({ customerId, kind }) => `${customerId} ${kind}`));
  const still = new Set(broken.map(({ customerId, facts }) => `${customerId} ${facts.kind}`));
  await endHabitAlerts(
    ctx,
    shop,
    open.filter(({ customerId, kind }) => !still.has(`${customerId} ${kind}`)).map(({ id }) => id),
  );
  await raiseAlerts(
    ctx,
    broken.filter(({ customerId, facts }) => !known.has(`${customerId} ${facts.kind}`)),
  );
}

interface ActiveCustomer {
  id: string;
  lastOn: string;
  /** With commas between: an array would be taken apart character by character. */
  amounts: string;
  gaps: string;
  quiet: boolean;
}

function numbers(list: string): number[] {
  return list.split(',').map(Number);
}

async function activeCustomers(ctx: Ctx, shop: Shop, settings: WatchSettings, scope: Scope): Promise<ActiveCustomer[]> {
  const { rows } = await sql<ActiveCustomer>`
    select r.customer_id as id, r.last_on as "lastOn", bought.amounts, bought.gaps,
      ${dismissedLately(ctx, shop, settings)} as quiet
    from retention_rhythms r
    join customers c on c.workspace_id = r.workspace_id and c.id = r.customer_id
    join (
      select customer_id, string_agg(amount_minor::text, ',') as amounts, string_agg(gap::text, ',') as gaps
      from (
        select p.customer_id, p.amount_minor, p.day - lag(p.day) over (partition by p.customer_id order by p.day) as gap
        from purchase_days p
        where p.workspace_id = ${ctx.workspace.id} and ${within(scope, sql.ref('p.customer_id'))}
        order by p.customer_id, p.day
      ) days
      group by customer_id
    ) bought on bought.customer_id = r.customer_id
    where r.workspace_id = ${ctx.workspace.id} and r.gaps + 1 >= ${DAYS_FOR_HABITS}::int and r.alert_on > ${shop.until}
      and ${within(scope, sql.ref('r.customer_id'))} and c.binned_at is null
      and not (c.tags && ${settings.ignoredTags}::text[])`.execute(ctx.db);
  return rows;
}

async function openHabitAlerts(ctx: Ctx, scope: Scope) {
  const { rows } = await sql<{ id: string; customerId: string; kind: string }>`
    select a.id, a.customer_id as "customerId", a.kind from retention_alerts a
    where a.workspace_id = ${ctx.workspace.id} and a.settled_on is null and a.kind in ('amount_down', 'slowing')
      and ${within(scope, sql.ref('a.customer_id'))}`.execute(ctx.db);
  return rows;
}

/** Who is as before has recovered; who fell silent has a graver alert. */
async function endHabitAlerts(ctx: Ctx, shop: Shop, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await settleAlerts(
    ctx,
    sql`
    select a.id, case when r.alert_on > ${shop.until} then 'recovered' else 'withdrawn' end as outcome,
      ${shop.until}::date as settled_on, null::int as returned_after_days, null::int8 as returned_minor
    from retention_alerts a
    left join retention_rhythms r on r.workspace_id = a.workspace_id and r.customer_id = a.customer_id
    where a.workspace_id = ${ctx.workspace.id} and a.id = any (${ids}::uuid[])`,
  );
}
