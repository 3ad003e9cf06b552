import { may } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { customerSeen } from './reach.ts';
import { insightList } from './registries.ts';

/** What other modules found out about this customer, one entry each. */
export async function readInsights(ctx: Ctx, { id }: { id: string }): Promise<Record<string, unknown>> {
  await customerSeen(ctx, id);
  const parts: Record<string, unknown> = {};
  for (const { key, permission, read } of insightList()) {
    if (!permission || ctx.actor.kind === 'system' || may(ctx.actor, permission)) parts[key] = await read(ctx, id);
  }
  return parts;
}
