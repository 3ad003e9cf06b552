import { sql } from 'kysely';
import demo from '../../../../kits/retail/retention.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays, addMonths, startOfDay, startOfMonth, type CivilDate } from '../../../maths/calendar.ts';
import { settleReasons } from '../../today/index.ts';
import { demoShopThere, type Undo } from '../../transfer/index.ts';
import { members } from '../../workspaces/index.ts';
import { writeCost } from '../costs/book.ts';
import type { CostKind, CostPurpose } from '../costs/contract.ts';
import { listLost } from '../win-back/list.ts';
import { listAlerts } from '../watch-list.ts';
import { closeCase } from './close-case.ts';
import type { CaseCause, CaseKind, CaseOutcome } from './case-contract.ts';
import { scoreValue } from '../equity/equity.ts';
import type { ScoreGiven } from '../equity/contract.ts';
import { writeCase } from './open-case.ts';
import { agreeSolution, noteCause } from './work-on-case.ts';

/**
 * The demo shop looks after some customers already, has closed some cases, and has booked what that costs. Once per
 * import, when the watch has looked at everybody: before, nobody is late or lost.
 */
export async function writeDemoRetention(ctx: Ctx): Promise<void> {
  const changeSetId = await demoShopThere(ctx, 'orders');
  if (changeSetId === null || (await isThere(ctx, changeSetId))) return;
  const owner = (await members(ctx)).find(({ role }) => role === 'owner');
  const { items: late } = await listAlerts(ctx, { limit: demo.cases.length, show: 'open', kind: 'late' });
  const { items: lost } = await listLost(ctx, { limit: demo.cases.length });
  // A forecast of before the import is not the one that is waited for.
  if (late.length === 0 || lost.length === 0) return;
  await writeDemoCosts(ctx, changeSetId);
  for (const score of demo.scores) await scoreValue(ctx, score as ScoreGiven, changeSetId);
  const slipping = late.map(({ customer }) => customer.id);
  const gone = lost.map(({ customer }) => customer.id);
  const back = await backAgain(ctx);
  for (const one of demo.cases) {
    const given = { serviceId: owner?.id ?? null, changeSetId };
    if (one.outcome === 'came_back') {
      const returned = back.shift();
      if (returned) await writeReturned(ctx, one, returned, given);
      continue;
    }
    const customerId = (one.kind === 'win_back' ? gone : slipping).shift();
    if (customerId !== undefined) await writeDemoCase(ctx, one, customerId, given);
  }
}

/** Case and costs that nobody has touched since; what somebody worked on stays. */
export const undoDemoRetention: Undo = {
  entity: 'retention_cases',
  order: 6,
  async undo(ctx, changeSetId) {
    const cases = await ctx.db
      .deleteFrom('retention_cases')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('change_set_id', '=', changeSetId)
      .where('version', '=', 1)
      .returning('customer_id')
      .execute();
    await settleReasons(ctx, { kind: 'case_due', customerIds: cases.map((row) => row.customer_id), by: 'undone' });
    const costs = await sql`
      delete from retention_costs k where k.workspace_id = ${ctx.workspace.id} and k.change_set_id = ${changeSetId}
        and k.takes_back is null and not exists (
          select 1 from retention_costs b where b.workspace_id = k.workspace_id and b.takes_back = k.id)`.execute(
      ctx.db,
    );
    const scores = await ctx.db
      .deleteFrom('retention_value_scores')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('change_set_id', '=', changeSetId)
      .executeTakeFirst();
    const kept = await ctx.db
      .selectFrom('retention_cases as c')
      .innerJoin('customers as p', (join) =>
        join.onRef('p.workspace_id', '=', 'c.workspace_id').onRef('p.id', '=', 'c.customer_id'),
      )
      .select(['c.id', 'p.name'])
      .where('c.workspace_id', '=', ctx.workspace.id)
      .where('c.change_set_id', '=', changeSetId)
      .execute();
    return {
      reversed: cases.length + Number(costs.numAffectedRows ?? 0n) + Number(scores.numDeletedRows),
      kept: kept.map(({ id, name }) => ({ id, what: name, why: 'transfer:undo.editedSince' })),
      failed: [],
    };
  },
};

type DemoCase = (typeof demo.cases)[number];

interface Given {
  serviceId: string | null;
  changeSetId: string;
}

/** Opened nine days before the purchase with which they came back, closed the day after it. */
async function writeReturned(ctx: Ctx, one: DemoCase, { customerId, day }: Returned, given: Given): Promise<void> {
  const id = await agreedCase(at(ctx, addDays(day, -9)), one, customerId, given);
  await closeCase(at(ctx, addDays(day, 1)), { id, outcome: 'came_back' });
  await untouched(ctx, id);
}

async function writeDemoCase(ctx: Ctx, one: DemoCase, customerId: string, given: Given): Promise<void> {
  const { outcome, reason, inDays } = one;
  const id = await agreedCase(ctx, one, customerId, given);
  if (outcome) {
    const promisedOn = inDays ? addDays(ctx.today, inDays) : null;
    await closeCase(ctx, { id, outcome: outcome as CaseOutcome, reason: reason ?? null, promisedOn });
  }
  await untouched(ctx, id);
}

async function agreedCase(ctx: Ctx, one: DemoCase, customerId: string, given: Given): Promise<string> {
  const { serviceId, changeSetId } = given;
  const money = (amount: string | undefined) => (amount ? { amount, currency: ctx.workspace.baseCurrency } : null);
  const dueOn = addDays(ctx.today, one.days);
  const { solution } = one;
  const kind = one.kind as CaseKind;
  const id = await writeCase(ctx, { customerId, kind, serviceId, dueOn, budget: money(one.budget) }, changeSetId);
  if (one.causes.length > 0) await noteCause(ctx, { id, causes: one.causes as CaseCause[], note: one.note });
  if (solution) await agreeSolution(ctx, { id, solution, offer: one.offer, offerCost: money(one.cost), dueOn });
  return id;
}

/** Nobody of the shop has touched it yet, so that the undo takes it along. */
async function untouched(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('retention_cases')
    .set({ version: 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
}

/** The same shop at ten in the morning of an earlier day. */
function at(ctx: Ctx, today: CivilDate): Ctx {
  return { ...ctx, today, now: new Date(startOfDay(ctx.workspace.zone, today).getTime() + 10 * 3_600_000) };
}

interface Returned {
  customerId: string;
  day: CivilDate;
}

/** Customers who bought in the last weeks after a long silence, without a case; the longest silences first. */
async function backAgain(ctx: Ctx): Promise<Returned[]> {
  const { rows } = await sql<Returned>`
    select customer_id as "customerId", day
    from (
      select customer_id, day, day - lag(day) over (partition by customer_id order by day) as silence,
        row_number() over (partition by customer_id order by day desc) as place
      from purchase_days where workspace_id = ${ctx.workspace.id}) days
    where place = 1 and silence > 120 and day between ${addDays(ctx.today, -40)}::date and ${addDays(ctx.today, -3)}::date
    order by silence desc, customer_id limit ${demo.cases.length}`.execute(ctx.db);
  return rows;
}

const MONTHS = 12;

async function writeDemoCosts(ctx: Ctx, changeSetId: string): Promise<void> {
  const money = (amount: string | undefined) => (amount ? { amount, currency: ctx.workspace.baseCurrency } : null);
  for (let ago = 1; ago <= MONTHS; ago += 1) {
    const day = addDays(addMonths(startOfMonth(ctx.today), -ago), 9);
    for (const { purpose, kind, amount, hours, hourRate, note, everyMonth } of demo.costs) {
      if (!everyMonth && ago % 4 !== 2) continue;
      const sum = hours ? { hours, hourRate: money(hourRate) } : { amount: money(amount) };
      await writeCost(ctx, { purpose: purpose as CostPurpose, kind: kind as CostKind, day, note, ...sum }, changeSetId);
    }
  }
}

async function isThere(ctx: Ctx, changeSetId: string): Promise<boolean> {
  const found = await ctx.db
    .selectFrom('retention_costs')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
