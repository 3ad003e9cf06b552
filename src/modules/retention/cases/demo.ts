import { sql } from 'kysely';
import demo from '../../../../kits/retail/retention.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays, addMonths, startOfMonth } from '../../../maths/calendar.ts';
import { settleReasons } from '../../today/index.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import { members } from '../../workspaces/index.ts';
import { writeCost } from '../costs/book.ts';
import type { CostKind, CostPurpose } from '../costs/contract.ts';
import { listLost } from '../win-back/list.ts';
import { listAlerts } from '../watch-list.ts';
import type { CaseCause, CaseKind } from './contract.ts';
import { writeCase } from './open-case.ts';
import { agreeSolution, noteCause } from './work-on-case.ts';

/** The demo shop looks after some customers already, and has booked what that costs. Once per import. */
export async function writeDemoRetention(ctx: Ctx, { changeSetId }: { changeSetId: string | null }): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId, 'orders')) || (await isThere(ctx, changeSetId)))
    return;
  await writeDemoCosts(ctx, changeSetId);
  const owner = (await members(ctx)).find(({ role }) => role === 'owner');
  const { items: late } = await listAlerts(ctx, { limit: demo.cases.length, show: 'open', kind: 'late' });
  const { items: lost } = await listLost(ctx, { limit: demo.cases.length });
  const [slipping, gone] = [late.map(({ customer }) => customer.id), lost.map(({ customer }) => customer.id)];
  for (const one of demo.cases) {
    const customerId = (one.kind === 'win_back' ? gone : slipping).shift();
    if (customerId === undefined) continue;
    await writeDemoCase(ctx, { ...one, customerId, serviceId: owner?.id ?? null }, changeSetId);
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
      reversed: cases.length + Number(costs.numAffectedRows ?? 0n),
      kept: kept.map(({ id, name }) => ({ id, what: name, why: 'transfer:undo.editedSince' })),
      failed: [],
    };
  },
};

type DemoCase = (typeof demo.cases)[number] & { customerId: string; serviceId: string | null };

async function writeDemoCase(ctx: Ctx, one: DemoCase, changeSetId: string): Promise<void> {
  const money = (amount: string | undefined) => (amount ? { amount, currency: ctx.workspace.baseCurrency } : null);
  const dueOn = addDays(ctx.today, one.days);
  const { customerId, serviceId, solution } = one;
  const kind = one.kind as CaseKind;
  const id = await writeCase(ctx, { customerId, kind, serviceId, dueOn, budget: money(one.budget) }, changeSetId);
  if (one.causes.length > 0) await noteCause(ctx, { id, causes: one.causes as CaseCause[], note: one.note });
  if (solution) await agreeSolution(ctx, { id, solution, offer: one.offer, offerCost: money(one.cost), dueOn });
  // Nobody of the shop has touched it yet, so that the undo takes it along.
  await ctx.db
    .updateTable('retention_cases')
    .set({ version: 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
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
