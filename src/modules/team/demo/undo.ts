import type { Ctx } from '../../../kernel/context.ts';
import { forgetChangeSets, isDemoShop, type Undo } from '../../transfer/index.ts';
import { demoColleagues, dismissDemoColleagues } from '../../workspaces/index.ts';

/** The colleagues go with the demo shop, and what is about them. Before their tasks, courses and customers do. */
export const undoDemoTeam: Undo = {
  entity: 'demo_colleagues',
  order: 3,
  async undo(ctx, changeSetId) {
    if (!(await isDemoShop(ctx, changeSetId))) return { reversed: 0, kept: [], failed: [] };
    const memberIds = (await demoColleagues(ctx)).map(({ id }) => id);
    if (memberIds.length > 0) await forgetWorkOf(ctx, memberIds);
    for (const table of ['incentive_sheets', 'incentive_rules'] as const) {
      await ctx.db
        .deleteFrom(table)
        .where('workspace_id', '=', ctx.workspace.id)
        .where('change_set_id', '=', changeSetId)
        .execute();
    }
    return { reversed: await dismissDemoColleagues(ctx), kept: [], failed: [] };
  },
};

async function forgetWorkOf(ctx: Ctx, memberIds: readonly string[]): Promise<void> {
  const handOvers = await ctx.db
    .deleteFrom('hand_overs')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', 'in', memberIds)
    .returning(['id', 'change_set_id'])
    .execute();
  for (const { id } of handOvers) {
    await ctx.db
      .deleteFrom('hand_over_links')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('hand_over_id', '=', id)
      .execute();
  }
  await forgetChangeSets(
    ctx,
    handOvers.flatMap(({ change_set_id: id }) => id ?? []),
  );
  for (const table of ['colleague_targets', 'colleague_figures', 'distribution_limits'] as const) {
    await ctx.db
      .deleteFrom(table)
      .where('workspace_id', '=', ctx.workspace.id)
      .where('member_id', 'in', memberIds)
      .execute();
  }
}
