import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import type { Consent, NewCustomerInput } from './contract.ts';

type Given = NonNullable<NewCustomerInput['consents']>;

/** Appends what the customer said; earlier words stay as proof of what counted then. */
export async function recordConsents(
  ctx: Ctx,
  customerId: string,
  given: Given,
  changeSetId: string | null = null,
): Promise<void> {
  if (given.length === 0) return;
  await ctx.db
    .insertInto('customer_consents')
    .values(
      given.map(({ channel, purpose, granted, proof }) => ({
        workspace_id: ctx.workspace.id,
        customer_id: customerId,
        id: newId(),
        channel,
        purpose,
        granted,
        proof: proof || null,
        at: ctx.now,
        by_name: ctx.actor.name,
        change_set_id: changeSetId,
      })),
    )
    .execute();
}

/** The newest word on every channel and purpose; what an undone import said does not count. */
export async function consentsOf(ctx: Ctx, customerId: string): Promise<Consent[]> {
  const rows = await ctx.db
    .selectFrom('customer_consents')
    .distinctOn(['channel', 'purpose'])
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('change_sets')
            .select('change_sets.id')
            .whereRef('change_sets.workspace_id', '=', 'customer_consents.workspace_id')
            .whereRef('change_sets.id', '=', 'customer_consents.change_set_id')
            .where('change_sets.state', '=', 'undone'),
        ),
      ),
    )
    .orderBy('channel')
    .orderBy('purpose')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ channel, purpose, granted, proof, at, by_name: by }) => {
    return { channel, purpose, granted, proof, at: at.toISOString(), by };
  });
}
