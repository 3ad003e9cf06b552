import { may } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refuse } from '../../kernel/errors.ts';
import { customerSeen, reaching } from '../customers/index.ts';

/** The customer's card, for who may see the customer, what the watch knows of them, and what they bought. */
export async function customerWithPurchases(ctx: Ctx, asked: string): Promise<string> {
  const { id } = await customerSeen(ctx, asked);
  const needed = ['retention.read', 'orders.read'] as const;
  const reached = await reaching(ctx, id, needed);
  const missing = needed.find((permission) => !reached.has(permission));
  if (missing) throw refuse('NOT_ALLOWED', { permission: missing });
  return id;
}

/** What customers bought is for who may see orders. */
export function refuseWithoutOrders(ctx: Ctx): void {
  if (ctx.actor.kind !== 'system' && !may(ctx.actor, 'orders.read'))
    throw refuse('NOT_ALLOWED', { permission: 'orders.read' });
}
