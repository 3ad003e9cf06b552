import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Explanation } from '../../../kernel/contract.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { addDays, dayIn, daysBetween } from '../../../maths/calendar.ts';
import { differenceOf, ENOUGH, type Spent } from './rules/effect.ts';
import { gatheringOf, type GatheringRow } from './stored.ts';

/**
 * Purchases of those who came, on the day and so many days after it, against as many days before; as long as not all of
 * these have passed, against as many as have.
 */
export async function readEventEffect(ctx: Ctx, { id }: { id: string }) {
  const event = await gatheringOf(ctx, id);
  const day = dayIn(ctx.workspace.zone, event.starts_at);
  const until = addDays(day, event.effect_days);
  const last = ctx.today < until ? ctx.today : until;
  const days = Math.max(1, daysBetween(day, last) + 1);
  const rows = await spentBy(ctx, event, day, days);
  const total = (pick: (row: Spent) => number) => BigInt(Math.round(rows.reduce((sum, row) => sum + pick(row), 0)));
  const [after, before] = [total((row) => row.after), total((row) => row.before)];
  const begun = event.ends_at <= ctx.now;
  const told = differenceOf(rows);
  const whole = (value: number | null) => (begun && value !== null ? inBase(ctx, BigInt(Math.round(value))) : null);
  return {
    came: rows.length,
    buyers: rows.filter((row) => row.after > 0).length,
    after: inBase(ctx, after),
    before: inBase(ctx, before),
    cost: inBase(ctx, event.cost_minor + (await costOfMessages(ctx, event))),
    until,
    preliminary: ctx.today <= until,
    verdict: begun ? told.verdict : ('notYet' as const),
    difference: whole(told.sum),
    low: whole(told.low),
    high: whole(told.high),
    explanation: explained(ctx, { days, came: rows.length, after, before }),
  };
}

/** What each of those who came bought, from the day on and before it. */
async function spentBy(ctx: Ctx, event: GatheringRow, day: string, days: number): Promise<Spent[]> {
  const { rows } = await sql<Spent>`
    select coalesce(sum(p.amount_minor) filter (where p.day >= ${day}), 0)::float8 as after,
      coalesce(sum(p.amount_minor) filter (where p.day < ${day}), 0)::float8 as before
    from care_gathering_guests g
    left join purchase_days p on p.workspace_id = g.workspace_id and p.customer_id = g.customer_id
      and p.day between ${addDays(day, -days)} and ${addDays(day, days - 1)}
    where g.workspace_id = ${ctx.workspace.id} and g.gathering_id = ${event.id} and g.came_at is not null
    group by g.id`.execute(ctx.db);
  return rows;
}

async function costOfMessages(ctx: Ctx, { id, invitation_id: invitation }: GatheringRow): Promise<bigint> {
  const { rows } = await sql<{ cost: string }>`
    select coalesce(sum(m.cost_minor), 0)::text as cost from care_messages m
    join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id
    where d.workspace_id = ${ctx.workspace.id} and d.sender = 'event' and d.sender_id = any (${[id, invitation]}::uuid[])`.execute(
    ctx.db,
  );
  return BigInt(rows[0]?.cost ?? '0');
}

interface Told {
  days: number;
  came: number;
  after: bigint;
  before: bigint;
}

function explained(ctx: Ctx, { days, came, after, before }: Told): Explanation {
  return {
    key: 'care:event.explain.effect',
    values: { days, enough: ENOUGH },
    steps: [
      { key: 'care:event.explain.came', values: { count: came } },
      {
        key: 'care:event.explain.sums',
        values: {
          after: moneyInWords(ctx, after),
          before: moneyInWords(ctx, before),
          difference: moneyInWords(ctx, after - before),
        },
      },
    ],
  };
}
