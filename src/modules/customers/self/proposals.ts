import type { Selectable } from 'kysely';
import { fieldWritable } from '../../../kernel/access.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CustomerProposals } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { emit } from '../../../kernel/outbox.ts';
import { changeCustomer } from '../customers.ts';
import { reachInto, shownValue } from '../masks.ts';
import { presentCustomer } from '../present.ts';
import { customerSeen, customerToChange } from '../reach.ts';
import { proposalsSettled, selfErrors, selfFields, type Proposal, type SelfFacts } from './contract.ts';
import { customerActor } from './keys.ts';

const refuse = refusals(selfErrors);

export function openProposals(ctx: Ctx, customerId: string): Promise<Selectable<CustomerProposals>[]> {
  return ctx.db
    .selectFrom('customer_proposals')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('state', '=', 'open')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
}

export async function readProposals(ctx: Ctx, asked: { id: string }): Promise<{ items: Proposal[] }> {
  const row = await customerSeen(ctx, asked.id);
  const card = presentCustomer(ctx, row);
  const items = (await openProposals(ctx, row.id)).map(({ id, at, facts }) => ({
    id,
    at: at.toISOString(),
    changes: selfFields.flatMap((field) => {
      const wanted = (facts as SelfFacts)[field];
      if (wanted === undefined || reachInto(ctx, field) === 'hide') return [];
      return [{ field, now: card[field as keyof typeof card] ?? null, wanted: shownValue(ctx, field, wanted) }];
    }),
  }));
  return { items };
}

/** Taken, it stands in the history as the customer's own word; who took it is in the log. */
export async function settleProposal(
  ctx: Ctx,
  { id, proposalId, outcome }: { id: string; proposalId: string; outcome: 'taken' | 'refused' },
): Promise<{ ok: true }> {
  const card = await customerToChange(ctx, id, 'customers.edit');
  const proposal = (await openProposals(ctx, card.id)).find((one) => one.id === proposalId);
  if (!proposal) throw refuse('PROPOSAL_NOT_FOUND');
  const facts = proposal.facts as SelfFacts;
  if (outcome === 'taken') {
    const closed = Object.keys(facts).find((field) => !fieldWritable(reachInto(ctx, field)));
    if (closed) throw refuse('CUSTOMER_FIELD_NOT_YOURS', { path: closed });
    await changeCustomer(
      { ...ctx, actor: customerActor(ctx.workspace), request: unversioned(ctx) },
      { id: card.id, ...facts },
    );
  }
  await ctx.db
    .updateTable('customer_proposals')
    .set({ state: outcome, settled_at: ctx.now, settled_by_name: ctx.actor.name })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', proposal.id)
    .execute();
  await recordAudit(ctx, {
    action: 'customer.proposal_settled',
    entity: 'customer',
    entityId: card.id,
    detail: { outcome, fields: Object.keys(facts) },
  });
  await emit(ctx, proposalsSettled, { proposalIds: [proposal.id] });
  return { ok: true };
}

function unversioned(ctx: Ctx): Ctx['request'] {
  return { ...ctx.request, ifMatch: null };
}
