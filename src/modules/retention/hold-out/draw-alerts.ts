import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { mark } from '../../../kernel/secrets.ts';
import { addDays, daysBetween, startOfMonth } from '../../../maths/calendar.ts';
import { touchSegments } from '../../segments/index.ts';
import { raiseReasons } from '../../today/index.ts';
import type { AlertFacts } from '../alert-facts.ts';
import { ALERTS_A_YEAR, drawHoldOut, scoreOf, WINDOW } from './rules/draw.ts';
import { readHoldOutSettings } from './share.ts';

export interface Raised {
  id: string;
  customerId: string;
  facts: AlertFacts;
}

/** An alert whose day came longer ago was only noticed late: what an import brings to light is not compared. */
const FRESH_DAYS = 7;

/** Draws which of these new alerts are quietly held back, notes both sides, and answers the ids of the former. */
export async function drawAlerts(ctx: Ctx, raised: readonly Raised[]): Promise<Set<string>> {
  const fresh = raised.filter(
    ({ facts }) => facts.kind === 'late' && daysBetween(facts.known.alertOn, ctx.today) <= FRESH_DAYS,
  );
  if (fresh.length === 0) return new Set();
  const { percent } = await readHoldOutSettings(ctx);
  if (percent === 0 || (await alertsOfYear(ctx)) < ALERTS_A_YEAR) return new Set();
  const month = startOfMonth(ctx.today);
  const [classes, before] = [await classesOf(ctx, fresh), await drawnBefore(ctx, fresh, month)];
  const score = (text: string) => scoreOf(mark('retention hold-out', text));
  const candidates = fresh
    .filter(({ customerId }) => !before.has(customerId))
    .map(({ id, customerId }) => {
      return { id, class: classes.get(customerId) ?? '', score: score(`${customerId} ${month}`) };
    });
  const first = candidates[0]?.id ?? '';
  const held = drawHoldOut(candidates, percent / 100, (name) => score(`${name} ${month} ${first}`));
  await noteSides(ctx, fresh, { classes, held, month });
  // Within a month a customer stays on the side once drawn.
  for (const { id, customerId } of fresh) if (before.get(customerId) === true) held.add(id);
  await ctx.db
    .updateTable('retention_alerts')
    .set({ withheld_until: addDays(ctx.today, WINDOW) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where((eb) => eb('id', '=', eb.fn.any(sql<string[]>`${[...held]}::uuid[]`)))
    .execute();
  return held;
}

/** As days pass: what became of those whose time is over, and alerts held back that still stand come to light. */
export async function endHoldOuts(ctx: Ctx): Promise<void> {
  await sql`
    update retention_hold_outs h
    set bought = s.minor is not null, spent_minor = coalesce(s.minor, 0)
    from retention_hold_outs o
    left join lateral (
      -- Of nothing bought, least() would make the limit.
      select case when count(*) > 0 then least(sum(p.amount_minor), 9e18::numeric)::int8 end as minor
      from purchase_days p
      where p.workspace_id = o.workspace_id and p.customer_id = o.customer_id and p.day >= o.raised_on
        and p.day <= o.until_on
    ) s on true
    where o.workspace_id = ${ctx.workspace.id} and o.bought is null and o.until_on < ${ctx.today}
      and h.workspace_id = o.workspace_id and h.customer_id = o.customer_id and h.month = o.month`.execute(ctx.db);
  const { rows } = await sql<{
    id: string;
    customer_id: string;
    stake_minor: bigint;
    facts: AlertFacts;
    open: boolean;
  }>`
    update retention_alerts set withheld_until = null
    where workspace_id = ${ctx.workspace.id} and withheld_until < ${ctx.today}
    returning id, customer_id, stake_minor, facts, settled_on is null as open`.execute(ctx.db);
  const standing = rows.filter(({ open }) => open);
  await touchSegments(
    ctx,
    ['retention_alerts'],
    rows.map((row) => row.customer_id),
  );
  await raiseReasons(
    ctx,
    standing.map(({ id, customer_id: customerId, stake_minor: stakeMinor, facts }) => {
      return { customerId, kind: facts.kind, source: id, stakeMinor, params: { ...facts } };
    }),
  );
}

/** Before today: what is raised in one go, as by the first import, is no measure of a year. */
export async function alertsOfYear(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ alerts: number }>`
    select count(*)::int as alerts from (
      select 1 from retention_alerts
      where workspace_id = ${ctx.workspace.id} and kind = 'late' and raised_on < ${ctx.today}
        and raised_on >= ${addDays(ctx.today, -365)} limit ${ALERTS_A_YEAR}) found`.execute(ctx.db);
  return rows[0]?.alerts ?? 0;
}

async function noteSides(
  ctx: Ctx,
  fresh: readonly Raised[],
  { classes, held, month }: { classes: Map<string, string>; held: Set<string>; month: string },
): Promise<void> {
  const rows = fresh.map(({ id, customerId }) => ({
    alert_id: id,
    customer_id: customerId,
    class: classes.get(customerId) ?? '',
    withheld: held.has(id),
  }));
  await sql`
    insert into retention_hold_outs
      (workspace_id, customer_id, month, alert_id, class, withheld, raised_on, until_on)
    select ${ctx.workspace.id}, r.customer_id, ${month}, r.alert_id, r.class, r.withheld, ${ctx.today},
      ${addDays(ctx.today, WINDOW)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (alert_id uuid, customer_id uuid, class text, withheld boolean)
    on conflict do nothing`.execute(ctx.db);
}

async function classesOf(ctx: Ctx, raised: readonly Raised[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ customer_id: string; key: string }>`
    select customer_id, key from class_members
    where workspace_id = ${ctx.workspace.id} and scheme = 'value-matrix'
      and customer_id = any (${raised.map(({ customerId }) => customerId)}::uuid[])`.execute(ctx.db);
  return new Map(rows.map(({ customer_id: id, key }) => [id, key]));
}

async function drawnBefore(ctx: Ctx, raised: readonly Raised[], month: string): Promise<Map<string, boolean>> {
  const { rows } = await sql<{ customer_id: string; withheld: boolean }>`
    select customer_id, withheld from retention_hold_outs
    where workspace_id = ${ctx.workspace.id} and month = ${month}
      and customer_id = any (${raised.map(({ customerId }) => customerId)}::uuid[])`.execute(ctx.db);
  return new Map(rows.map(({ customer_id: id, withheld }) => [id, withheld]));
}
