import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { targetOf } from '../channels/test-channel.ts';
import { careErrors } from '../errors-contract.ts';
import type { SuppressionList } from './contract.ts';
import { suppress, type SuppressedBy } from './suppress.ts';

const refuse = refusals(careErrors);

/** The newest of those that nothing goes to any more. */
export async function listSuppressions(ctx: Ctx): Promise<SuppressionList> {
  const rows = await ctx.db
    .selectFrom('care_suppressions')
    .select(['id', 'channel', 'shown', 'reason', 'at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute();
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from care_suppressions where workspace_id = ${ctx.workspace.id}`.execute(ctx.db);
  return {
    items: rows.map(({ at, reason, ...row }) => ({ ...row, reason: reason as SuppressedBy, at: at.toISOString() })),
    count: counted[0]?.count ?? 0,
  };
}

/** By hand: somebody said so at the counter, or the mailbox is known to be dead. */
export async function stopAddress(
  ctx: Ctx,
  { channel, address }: { channel: 'email' | 'sms'; address: string },
): Promise<SuppressionList> {
  await suppress(ctx, channel, await targetOf(ctx, channel, address, 'address'), 'manual');
  await recordAudit(ctx, { action: 'suppression.added', entity: 'suppression', detail: { channel } });
  return listSuppressions(ctx);
}

/** The mailbox works again. Who complained has to agree anew, on the card, and with another address. */
export async function liftSuppression(ctx: Ctx, { id }: { id: string }): Promise<SuppressionList> {
  const row = await ctx.db
    .selectFrom('care_suppressions')
    .select(['reason', 'channel'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('SUPPRESSION_NOT_FOUND');
  if (row.reason === 'complaint') throw refuse('SUPPRESSION_COMPLAINED');
  await ctx.db
    .deleteFrom('care_suppressions')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, {
    action: 'suppression.lifted',
    entity: 'suppression',
    entityId: id,
    detail: { channel: row.channel, reason: row.reason },
  });
  return listSuppressions(ctx);
}
