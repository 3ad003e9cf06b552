import demo from '../../../../kits/retail/team.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { beginHandOver, changeHandOver } from '../hand-over/drafts.ts';
import { giveHandOver } from '../hand-over/give.ts';
import { doneTask } from '../tasks/done.ts';
import type { DemoTeam } from './demo-team.ts';
import { as, onDay } from './then.ts';

/** Of the first contacts with new owners, one in so many is still owed. */
const OWED = 9;

/** Somebody left some weeks ago; the others are in touch with their customers. Answers the change set of the hand-over. */
export async function handOverDemoCustomers(ctx: Ctx, { ids }: DemoTeam): Promise<string | null> {
  const leaver = demo.colleagues.find((one) => one.leftDays !== undefined);
  const memberId = ids.get(leaver?.name ?? '');
  if (!leaver?.leftDays || !memberId) return null;
  const then = onDay(ctx, -leaver.leftDays, '17:30');
  const { now: endsAt } = onDay(ctx, -leaver.leftDays, '18:00');
  const draft = await beginHandOver(then, { memberId, kind: 'leaving', endsAt: endsAt.toISOString() });
  const receivers = demo.colleagues.flatMap(({ name, role, leftDays }) => {
    return role === 'clerk' || leftDays !== undefined ? [] : [ids.get(name) as string];
  });
  await changeHandOver(then, { id: draft.id, receivers });
  const { changeSet, contactDays } = await giveHandOver(then, { id: draft.id });
  await beInTouch(ctx, changeSet as string, { since: leaver.leftDays, within: contactDays });
  return changeSet;
}

async function beInTouch(
  ctx: Ctx,
  changeSetId: string,
  { since, within }: { since: number; within: number },
): Promise<void> {
  const tasks = await ctx.db
    .selectFrom('tasks')
    .innerJoin('memberships as m', (join) =>
      join.onRef('m.workspace_id', '=', 'tasks.workspace_id').onRef('m.id', '=', 'tasks.assignee_id'),
    )
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['tasks.id', 'm.id as member', 'u.name'])
    .where('tasks.workspace_id', '=', ctx.workspace.id)
    .where('tasks.change_set_id', '=', changeSetId)
    .orderBy('tasks.id')
    .execute();
  for (const [n, { id, member, name }] of tasks.entries()) {
    if (n % OWED === OWED - 1) continue;
    const day = onDay(ctx, -since + 1 + (n % within), '15:00');
    await doneTask(as(day, { id: member, name }), { id });
  }
}
