import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { emit } from '../../../kernel/outbox.ts';
import { confirmFacts, knownKinds } from '../confirm.ts';
import { fieldsOf } from '../fields/definitions.ts';
import { cardFacts } from '../present.ts';
import { customerToChange, type CustomerRow } from '../reach.ts';
import { missingFacts, staleFacts, type CardKind } from '../rules/completeness.ts';
import { askWanted } from './contract.ts';

/** So many facts are asked for at once: nobody is questioned. */
const ASKED_AT_ONCE = 3;

export async function checkCard(
  ctx: Ctx,
  { id, outcome }: { id: string; outcome: 'checked' | 'still' | 'ask' },
): Promise<{ ok: true }> {
  const row = await customerToChange(ctx, id, 'customers.edit');
  await fieldsOf(ctx);
  if (outcome === 'still') await confirmFacts(ctx, row, knownKinds(ctx, row));
  await ctx.db
    .updateTable('customers')
    .set({ checked_on: ctx.today })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  if (outcome === 'ask') {
    await emit(ctx, askWanted, { customerId: row.id, facts: factsToAsk(ctx, row), on: ctx.today });
  }
  await recordAudit(ctx, { action: 'customer.checked', entity: 'customer', entityId: row.id, detail: { outcome } });
  return { ok: true };
}

/** What is missing, then what is old, in the order in which it is worth asking for. */
function factsToAsk(ctx: Ctx, row: CustomerRow): string[] {
  const facts = cardFacts(ctx, row);
  const kind = row.kind as CardKind;
  const old = staleFacts(facts, kind, ctx.today).map((fact) => fact.kind);
  return [...new Set([...missingFacts(facts, kind), ...old])].slice(0, ASKED_AT_ONCE);
}
