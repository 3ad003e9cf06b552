import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase, moneyInWords, oneDecimal } from '../../../kernel/i18n/print.ts';
import { addDays, dayIn, startOfDay } from '../../../maths/calendar.ts';
import { isUneven, liftOf, type Arm } from '../rules/lift.ts';
import { sendingOf } from '../sending/sendings.ts';
import type { CampaignEffect } from './contract.ts';
import { campaignOf, type CampaignRow } from './campaigns.ts';

/** Everybody who was drawn counts on their side, whatever became of the message. */
export async function readEffect(ctx: Ctx, { id }: { id: string }): Promise<CampaignEffect> {
  const row = await campaignOf(ctx, id);
  const sending = await sendingOf(ctx, 'campaign', id);
  if (!sending?.opened_at) return nothingYet(ctx, row);
  const from = dayIn(ctx.workspace.zone, sending.opened_at);
  const to = addDays(from, row.effect_days);
  const [came, variants, arms] = [
    await whatCameBack(ctx, sending.id),
    await variantsOf(ctx, sending.id, from, to),
    await armsOf(ctx, sending.id, from, to),
  ];
  const { treated, held } = arms;
  const uneven = isUneven(treated.n, held.n, row.hold_out_percent);
  const lift = held.n > 0 && !uneven ? liftOf(treated, held) : null;
  const cost = came.cost + row.other_cost_minor;
  const extra = lift ? BigInt(Math.round(lift.money.difference * treated.n)) : null;
  return {
    until: startOfDay(ctx.workspace.zone, addDays(to, 1)).toISOString(),
    preliminary: ctx.today <= to,
    ...came.shares,
    treated: presentArm(ctx, treated),
    held: held.n > 0 ? presentArm(ctx, held) : null,
    lift: lift && presentLift(ctx, lift, treated, held, row),
    why: held.n === 0 ? 'noHoldOut' : uneven ? 'uneven' : lift === null ? 'tooFew' : null,
    cost: inBase(ctx, cost),
    profit: extra === null ? null : inBase(ctx, (extra * BigInt(row.margin_percent)) / 100n - cost),
    variants,
  };
}

async function whatCameBack(ctx: Ctx, sendingId: string) {
  const { rows } = await sql<
    Record<'sent' | 'bounced' | 'opened' | 'clicked' | 'answered' | 'unsubscribed' | 'complained', number> & {
      cost: bigint;
    }
  >`
    select count(*) filter (where state = 'sent')::int as sent, count(bounced_at)::int as bounced, count(opened_at)::int as opened,
      count(clicked_at)::int as clicked, count(answered_at)::int as answered, count(unsubscribed_at)::int as unsubscribed,
      count(complained_at)::int as complained, coalesce(sum(cost_minor), 0)::bigint as cost
    from care_messages where workspace_id = ${ctx.workspace.id} and sending_id = ${sendingId}`.execute(ctx.db);
  const [counted] = rows;
  const sent = counted?.sent ?? 0;
  const of = (count = 0) => ({ count, of: sent });
  return {
    cost: counted?.cost ?? 0n,
    shares: {
      delivered: of(sent - (counted?.bounced ?? 0)),
      opened: of(counted?.opened),
      clicked: of(counted?.clicked),
      answered: of(counted?.answered),
      unsubscribed: of(counted?.unsubscribed),
      complained: of(counted?.complained),
      bounced: of(counted?.bounced),
    },
  };
}

/** What each side bought from the first day on, as amounts of those who bought. */
async function armsOf(ctx: Ctx, sendingId: string, from: string, to: string): Promise<{ treated: Arm; held: Arm }> {
  const { rows } = await sql<{ held: boolean; n: number; amounts: number[] | null }>`
    select m.state = 'held' as held, count(*)::int as n, array_agg(b.spent) filter (where b.spent is not null) as amounts
    from care_messages m
    left join lateral (
      select sum(p.amount_minor)::float8 as spent from purchase_days p
      where p.workspace_id = m.workspace_id and p.customer_id = m.customer_id and p.day >= ${from} and p.day <= ${to}) b on true
    where m.workspace_id = ${ctx.workspace.id} and m.sending_id = ${sendingId} and m.drawn
    group by 1`.execute(ctx.db);
  const arm = (isHeld: boolean): Arm => {
    const row = rows.find(({ held }) => held === isHeld);
    return { n: row?.n ?? 0, amounts: row?.amounts ?? [] };
  };
  return { treated: arm(false), held: arm(true) };
}

async function variantsOf(ctx: Ctx, sendingId: string, from: string, to: string): Promise<CampaignEffect['variants']> {
  const { rows } = await sql<CampaignEffect['variants'][number]>`
    select m.variant as key, count(*)::int as n, count(*) filter (where m.state = 'sent')::int as sent,
      count(m.opened_at)::int as opened, count(m.clicked_at)::int as clicked,
      count(*) filter (where exists (select from purchase_days p where p.workspace_id = m.workspace_id
        and p.customer_id = m.customer_id and p.day >= ${from} and p.day <= ${to}))::int as buyers
    from care_messages m
    where m.workspace_id = ${ctx.workspace.id} and m.sending_id = ${sendingId} and m.variant is not null and m.state <> 'held'
    group by m.variant order by m.variant`.execute(ctx.db);
  return rows;
}

function presentArm(ctx: Ctx, { n, amounts }: Arm) {
  return {
    n,
    buyers: amounts.length,
    revenue: inBase(ctx, BigInt(Math.round(amounts.reduce((sum, one) => sum + one, 0)))),
  };
}

function presentLift(
  ctx: Ctx,
  { buying, money, resampled }: NonNullable<ReturnType<typeof liftOf>>,
  treated: Arm,
  held: Arm,
  row: CampaignRow,
): NonNullable<CampaignEffect['lift']> {
  const whole = (perPerson: number) => inBase(ctx, BigInt(Math.round(perPerson * treated.n)));
  const percent = (part: number, all: number) => oneDecimal((100 * part) / all);
  return {
    buying: oneDecimal(100 * buying.difference),
    buyingLow: oneDecimal(100 * buying.low),
    buyingHigh: oneDecimal(100 * buying.high),
    revenue: whole(money.difference),
    revenueLow: whole(money.low),
    revenueHigh: whole(money.high),
    resampled,
    certain: money.low > 0 || money.high < 0,
    explanation: {
      key: 'care:explain.lift',
      values: { days: row.effect_days, percent: row.hold_out_percent },
      steps: [
        {
          key: 'care:explain.treated',
          values: { n: treated.n, buyers: treated.amounts.length, share: percent(treated.amounts.length, treated.n) },
        },
        {
          key: 'care:explain.held',
          values: { n: held.n, buyers: held.amounts.length, share: percent(held.amounts.length, held.n) },
        },
        {
          key: 'care:explain.money',
          values: {
            each: moneyInWords(ctx, money.difference),
            n: treated.n,
            whole: moneyInWords(ctx, money.difference * treated.n),
          },
        },
      ],
    },
  };
}

function nothingYet(ctx: Ctx, row: CampaignRow): CampaignEffect {
  const none = { count: 0, of: 0 };
  return {
    until: null,
    preliminary: true,
    delivered: none,
    opened: none,
    clicked: none,
    answered: none,
    unsubscribed: none,
    complained: none,
    bounced: none,
    treated: { n: 0, buyers: 0, revenue: inBase(ctx, 0n) },
    held: null,
    lift: null,
    why: 'notSent',
    cost: inBase(ctx, row.other_cost_minor),
    profit: null,
    variants: [],
  };
}
