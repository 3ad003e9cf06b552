import type { Ctx } from '../../kernel/context.ts';
import type { ReasonKind } from './kinds.ts';
import { raiseReasons, settleReasons } from './reasons.ts';

const KIND = 'proposal';

/** A customer has corrected the own card, and somebody is to look at it. */
export async function tellOfProposal(
  ctx: Ctx,
  { customerId, proposalId }: { customerId: string; proposalId: string },
): Promise<void> {
  const due = { dueOn: ctx.today, stakeMinor: 0n, params: {} };
  await raiseReasons(ctx, [{ customerId, kind: KIND, source: proposalId, ...due }]);
}

export async function forgetProposals(ctx: Ctx, { proposalIds }: { proposalIds: readonly string[] }): Promise<void> {
  await settleReasons(ctx, { kind: KIND, sources: proposalIds, by: 'looked_at' });
}

export const proposalKind: ReasonKind = { kind: KIND, module: 'today' };
