import demo from '../../../../kits/retail/restrictions.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { isDemoShop } from '../../transfer/index.ts';
import { visibleCustomers } from '../reach.ts';
import { restrict } from './consents/restrictions.ts';
import type { RestrictionKind } from './consents/contract.ts';

/** Some of the demo shop's customers want to be left alone. They go with their cards; said again, nothing changes. */
export async function restrictDemoCustomers(ctx: Ctx, { changeSetId }: { changeSetId: string | null }): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId))) return;
  const customers = await ctx.db
    .selectFrom('customers')
    .select('customers.id')
    .where(visibleCustomers(ctx))
    .where('customers.change_set_id', '=', changeSetId)
    .orderBy('customers.id')
    // The first ones have people and tasks.
    .offset(50)
    .limit(demo.length)
    .execute();
  for (const [n, { id }] of customers.entries()) {
    const { kind, reason, days } = demo[n] ?? {};
    if (kind === undefined) return;
    const until = days === undefined ? null : addDays(ctx.today, days);
    await restrict(ctx, { id, kind: kind as RestrictionKind, reason, until });
  }
}
