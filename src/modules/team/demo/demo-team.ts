import demo from '../../../../kits/retail/team.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { demoShopStands } from '../../transfer/index.ts';
import {
  demoColleagues,
  hireDemoColleagues,
  members,
  recordAbsence,
  type DemoColleague,
} from '../../workspaces/index.ts';
import { addDays } from '../../../maths/calendar.ts';
import { handOverDemoCustomers } from './hand-over.ts';
import { learnAsDemo } from './learning.ts';
import { giveDemoOwners, rememberDemoOwners } from './owners.ts';
import { reckonDemoResults } from './results.ts';
import { as, onDay, type Somebody } from './then.ts';
import { workAsDemo } from './work.ts';

/** Who works in the demo shop, by name; `boss` is who really owns the business. */
export interface DemoTeam {
  boss: Somebody;
  ids: ReadonlyMap<string, string>;
  /** The import of the demo shop's customers, with which everything goes. */
  changeSetId: string;
}

/**
 * The demo shop has colleagues, and months behind them: whose customers are whose, what was done and promised, a
 * hand-over, training and an incentive sheet. By the verbs that people use, on days of the past. Once per import.
 */
export async function settleDemoTeam(ctx: Ctx, { changeSetId }: { changeSetId: string }): Promise<void> {
  if (!(await demoShopStands(ctx, changeSetId))) return;
  if ((await demoColleagues(ctx)).some(({ gone }) => !gone)) return;
  const owner = (await members(ctx)).find(({ role }) => role === 'owner');
  if (!owner) return;
  const people = demo.colleagues.map(({ name, role, days }) => {
    return { name, role: role as DemoColleague['role'], since: onDay(ctx, -days).now };
  });
  const ids = await hireDemoColleagues(ctx, people);
  // Without a membership, so that the owner's bell does not ring for what colleagues did months ago.
  const boss = { id: null, name: owner.name };
  const team: DemoTeam = { boss, ids, changeSetId };
  const bossCtx = as(ctx, boss);
  await giveDemoOwners(bossCtx, team);
  const handOver = await handOverDemoCustomers(bossCtx, team);
  await rememberDemoOwners(bossCtx, team);
  await workAsDemo(bossCtx, team, handOver);
  await learnAsDemo(bossCtx, team);
  await reckonDemoResults(bossCtx, team);
  await recordAbsence(bossCtx, {
    memberId: ids.get(demo.absence.of) as string,
    deputyId: ids.get(demo.absence.deputy) as string,
    from: addDays(ctx.today, demo.absence.from),
    until: addDays(ctx.today, demo.absence.until),
  });
}
