import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Explanation } from '../../../kernel/contract.ts';
import { inBase, moneyInWords, oneDecimal } from '../../../kernel/i18n/print.ts';
import { isUneven, liftOf, type Arm } from '../rules/lift.ts';
import type { JourneyResults, StepResult } from './contract.ts';
import type { Plan } from './plan-contract.ts';
import { allSteps } from './rules/flow.ts';
import { journeyOf } from './stored.ts';

/** Everybody who entered counts on the side that the draw put them on, whatever became of them. */
export async function readResults(ctx: Ctx, { id }: { id: string }): Promise<JourneyResults> {
  const row = await journeyOf(ctx, id);
  const plan = row.plan as unknown as Plan;
  const ends = await endsOf(ctx, id);
  const { treated, held } = await armsOf(ctx, id, plan);
  const uneven = isUneven(treated.n, held.n, plan.holdOutPercent);
  const lift = held.n > 0 && !uneven ? liftOf(treated, held) : null;
  const whole = (perPerson: number) => inBase(ctx, BigInt(Math.round(perPerson * treated.n)));
  return {
    ...ends,
    steps: await stepsOf(ctx, id, plan),
    treated: presentArm(ctx, treated),
    held: held.n > 0 ? presentArm(ctx, held) : null,
    lift: lift && {
      revenue: whole(lift.money.difference),
      revenueLow: whole(lift.money.low),
      revenueHigh: whole(lift.money.high),
      certain: lift.money.low > 0 || lift.money.high < 0,
      explanation: explained(ctx, plan, treated, held, lift.money.difference),
    },
    why: held.n === 0 ? 'noHoldOut' : uneven ? 'uneven' : lift === null ? 'tooFew' : null,
  };
}

async function endsOf(ctx: Ctx, id: string) {
  const { rows } = await sql<{ state: string; why: string | null; count: number; goal: number }>`
    select state, ended_why as why, count(*)::int as count, count(goal_at)::int as goal from care_journey_entries
    where workspace_id = ${ctx.workspace.id} and journey_id = ${id} group by 1, 2`.execute(ctx.db);
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    entered: sum(({ state, count }) => (state === 'held' ? 0 : count)),
    waiting: sum(({ state, count }) => (state === 'waiting' ? count : 0)),
    done: sum(({ state, count }) => (state === 'done' ? count : 0)),
    left: rows.filter(({ state }) => state === 'left').map(({ why, count }) => ({ why: why ?? 'left', count })),
    goal: sum(({ goal }) => goal),
  };
}

/** The order that lets somebody in is not what the journey brought: then purchases count from the next day on. */
function firstDay(plan: Plan, day: string) {
  return plan.trigger.kind === 'order' || plan.trigger.kind === 'firstOrder'
    ? sql`p.day > ${sql.ref(day)}`
    : sql`p.day >= ${sql.ref(day)}`;
}

/** Whoever entered several times counts once, from the first time on. */
async function armsOf(ctx: Ctx, id: string, plan: Plan): Promise<{ treated: Arm; held: Arm }> {
  const { rows } = await sql<{ held: boolean; n: number; amounts: number[] | null }>`
    select e.held, count(*)::int as n, array_agg(b.spent) filter (where b.spent is not null) as amounts
    from (select distinct on (customer_id) workspace_id, customer_id, entered_on, state = 'held' as held from care_journey_entries
      where workspace_id = ${ctx.workspace.id} and journey_id = ${id} order by customer_id, entered_at) e
    left join lateral (
      select sum(p.amount_minor)::float8 as spent from purchase_days p
      where p.workspace_id = e.workspace_id and p.customer_id = e.customer_id and ${firstDay(plan, 'e.entered_on')}
        and p.day <= e.entered_on + ${plan.effectDays}::int) b on true
    group by 1`.execute(ctx.db);
  const arm = (isHeld: boolean): Arm => {
    const row = rows.find(({ held }) => held === isHeld);
    return { n: row?.n ?? 0, amounts: row?.amounts ?? [] };
  };
  return { treated: arm(false), held: arm(true) };
}

async function stepsOf(ctx: Ctx, id: string, plan: Plan): Promise<StepResult[]> {
  const [outcomes, waiting, messages, money] = [
    await outcomesOf(ctx, id),
    await waitingAt(ctx, id),
    await messagesOf(ctx, plan),
    await moneyAfter(ctx, id, plan),
  ];
  return allSteps(plan.steps).map(({ id: stepId }) => {
    const rows = messages.filter(({ step }) => step === stepId);
    const sum = (key: 'sent' | 'opened' | 'clicked') => rows.reduce((total, row) => total + row[key], 0);
    const { buyers = 0, revenue = '0' } = money.find(({ step }) => step === stepId) ?? {};
    return {
      stepId,
      waiting: waiting.find(({ step }) => step === stepId)?.count ?? 0,
      outcomes: outcomes.filter(({ step }) => step === stepId).map(({ outcome, count }) => ({ outcome, count })),
      sent: sum('sent'),
      opened: sum('opened'),
      clicked: sum('clicked'),
      refused: rows.flatMap(({ reason, skipped }) => (reason && skipped > 0 ? [{ reason, count: skipped }] : [])),
      buyers,
      revenue: inBase(ctx, BigInt(revenue)),
    };
  });
}

async function outcomesOf(ctx: Ctx, id: string) {
  const { rows } = await sql<{ step: string; outcome: string; count: number }>`
    select step, outcome, count(*)::int as count from care_journey_steps
    where workspace_id = ${ctx.workspace.id} and journey_id = ${id} group by 1, 2 order by 1, 2`.execute(ctx.db);
  return rows;
}

async function waitingAt(ctx: Ctx, id: string) {
  const { rows } = await sql<{ step: string; count: number }>`
    select step, count(*)::int as count from care_journey_entries
    where workspace_id = ${ctx.workspace.id} and journey_id = ${id} and state = 'waiting' and step is not null group by 1`.execute(
    ctx.db,
  );
  return rows;
}

async function messagesOf(ctx: Ctx, plan: Plan) {
  const steps = allSteps(plan.steps).flatMap(({ id, kind }) => (kind === 'message' ? [id] : []));
  const { rows } = await sql<{
    step: string;
    reason: string | null;
    sent: number;
    opened: number;
    clicked: number;
    skipped: number;
  }>`
    select d.sender_id as step, case when m.state = 'skipped' then m.reason end as reason,
      count(*) filter (where m.state = 'sent')::int as sent, count(m.opened_at)::int as opened, count(m.clicked_at)::int as clicked,
      count(*) filter (where m.state = 'skipped')::int as skipped
    from care_sendings d join care_messages m on m.workspace_id = d.workspace_id and m.sending_id = d.id
    where d.workspace_id = ${ctx.workspace.id} and d.sender = 'journey' and d.sender_id = any (${steps}::uuid[])
    group by 1, 2`.execute(ctx.db);
  return rows;
}

/** Whoever passed a step twice within the days bought once all the same. */
async function moneyAfter(ctx: Ctx, id: string, plan: Plan) {
  const { rows } = await sql<{ step: string; buyers: number; revenue: string }>`
    select step, count(distinct customer_id)::int as buyers, sum(amount_minor)::bigint::text as revenue from (
    select distinct s.step, e.customer_id, p.day, p.amount_minor
    from care_journey_steps s
    join care_journey_entries e on e.workspace_id = s.workspace_id and e.id = s.entry_id
    join purchase_days p on p.workspace_id = e.workspace_id and p.customer_id = e.customer_id
      and ${firstDay(plan, 's.day')} and p.day <= s.day + ${plan.effectDays}::int
    where s.workspace_id = ${ctx.workspace.id} and s.journey_id = ${id}) bought group by 1`.execute(ctx.db);
  return rows;
}

function presentArm(ctx: Ctx, { n, amounts }: Arm) {
  const revenue = amounts.reduce((sum, one) => sum + one, 0);
  return { n, buyers: amounts.length, revenue: inBase(ctx, BigInt(Math.round(revenue))) };
}

function explained(ctx: Ctx, plan: Plan, treated: Arm, held: Arm, each: number): Explanation {
  const share = ({ amounts, n }: Arm) => oneDecimal((100 * amounts.length) / n);
  return {
    key: 'care:explain.journey',
    values: { days: plan.effectDays, percent: plan.holdOutPercent },
    steps: [
      { key: 'care:explain.treated', values: { n: treated.n, buyers: treated.amounts.length, share: share(treated) } },
      { key: 'care:explain.held', values: { n: held.n, buyers: held.amounts.length, share: share(held) } },
      {
        key: 'care:explain.money',
        values: { each: moneyInWords(ctx, each), n: treated.n, whole: moneyInWords(ctx, each * treated.n) },
      },
    ],
  };
}
