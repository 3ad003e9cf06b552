import demo from '../../../../kits/retail/team.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addMonths } from '../../../maths/calendar.ts';
import type { RuleGiven } from '../results/contract.ts';
import { figureNamed } from '../results/figures.ts';
import { closeMonth, setRules } from '../results/incentives.ts';
import { setTargets } from '../results/results.ts';
import type { DemoTeam } from './demo-team.ts';

/** Targets of this month and the last, rules that pay, and the last month reckoned up. Never in a shop that has rules of its own. */
export async function reckonDemoResults(ctx: Ctx, { ids, changeSetId }: DemoTeam): Promise<void> {
  const months = [addMonths(ctx.today, -1).slice(0, 7), ctx.today.slice(0, 7)] as const;
  const targets = demo.targets.filter(({ figure }) => figureNamed(figure));
  for (const { name, role, leftDays } of demo.colleagues) {
    if (role === 'clerk' || leftDays !== undefined) continue;
    for (const month of months) await setTargets(ctx, { memberId: ids.get(name) as string, month, targets });
  }
  if (await hasOwnRules(ctx)) return;
  const rules = demo.rules.filter(({ figure }) => figureNamed(figure)) as RuleGiven[];
  await setRules(ctx, { fromMonth: months[0], rules }, changeSetId);
  await closeMonth(ctx, { month: months[0] }, changeSetId);
}

async function hasOwnRules(ctx: Ctx): Promise<boolean> {
  const rules = await ctx.db
    .selectFrom('incentive_rules')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .limit(1)
    .executeTakeFirst();
  const sheet = await ctx.db
    .selectFrom('incentive_sheets')
    .select('month')
    .where('workspace_id', '=', ctx.workspace.id)
    .limit(1)
    .executeTakeFirst();
  return rules !== undefined || sheet !== undefined;
}
