import { may } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { customerSeen } from './reach.ts';
import { insightList } from './registries.ts';

/** What other modules found out about this customer, one entry each. */
export async function readInsights(ctx: Ctx, asked: { id: string }): Promise<Record<string, unknown>> {
  const { id } = await customerSeen(ctx, asked.id);
  const allowed = insightList().filter(
    ({ permission }) => !permission || ctx.actor.kind === 'system' || may(ctx.actor, permission),
  );
  return Object.fromEntries(
    await Promise.all(allowed.map(async ({ key, read }) => [key, await read(ctx, id)] as const)),
  );
}
