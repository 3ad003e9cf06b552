import demo from '../../../../kits/retail/team.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { handOnCustomers } from '../../customers/index.ts';
import { recordUpdates } from '../../transfer/index.ts';
import { knowledgeOf } from '../hand-over/knowledge.ts';
import type { DemoTeam } from './demo-team.ts';
import { onDay } from './then.ts';

/** Days on which the shop gave its customers to who sells to them; those who came later wait in the pool. */
const GIVEN = [-300, -60];

export async function giveDemoOwners(ctx: Ctx, { ids, changeSetId }: DemoTeam): Promise<void> {
  const rows = await ctx.db
    .selectFrom('customers')
    .select(['id', 'created_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .where('owner_id', 'is', null)
    .where('version', '=', 1)
    .where('binned_at', 'is', null)
    .orderBy('id')
    .execute();
  const known = await knowledgeOf(
    ctx,
    rows.map(({ id }) => id),
  );
  const given = new Set<string>();
  for (const day of GIVEN) {
    const then = onDay(ctx, day);
    const givings = rows.flatMap(({ id, created_at: since }) => {
      const to = ids.get(sellerIn(known.get(id)?.sellers) ?? '');
      return to && since < then.now && !given.has(id) ? [{ customerId: id, from: null, to }] : [];
    });
    for (const { customerId } of await handOnCustomers(then, givings, { why: 'distributed', changeSetId: null }))
      given.add(customerId);
  }
}

/** So that the undo of the shop knows these changes for its own, and takes the customers along. */
export async function rememberDemoOwners(ctx: Ctx, { ids, changeSetId }: DemoTeam): Promise<void> {
  const rows = await ctx.db
    .selectFrom('customers')
    .select(['id', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .where('owner_id', 'in', [...ids.values()])
    .execute();
  const updates = rows.map(({ id, version }) => ({ id, before: {}, versionAfter: version }));
  await recordUpdates(ctx, changeSetId, 'customers', updates);
}

const LOOK_AFTER = new Set(demo.colleagues.filter(({ role }) => role !== 'clerk').map(({ name }) => name));

/** Who sold to the customer most often, of those who look after customers. */
function sellerIn(sellers: ReadonlyMap<string, number> = new Map()): string | undefined {
  const [first] = [...sellers].toSorted(([, a], [, b]) => b - a);
  return first && LOOK_AFTER.has(first[0]) ? first[0] : undefined;
}
