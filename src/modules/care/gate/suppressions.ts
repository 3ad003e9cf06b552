import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import { countOf, COUNT_LIMIT, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { targetOf } from '../channels/test-channel.ts';
import { careErrors } from '../errors-contract.ts';
import type { Suppression } from './contract.ts';
import { suppress, type SuppressedBy } from './suppress.ts';

const refuse = refusals(careErrors);

/** Those that nothing goes to any more, newest first. */
export async function listSuppressions(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const before = placeBefore(cursor);
  const rows = await ctx.db
    .selectFrom('care_suppressions')
    .select(['id', 'channel', 'shown', 'reason', 'at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .$if(before !== null, (query) =>
      query.where(sql<boolean>`(at, id) < (${before?.at}::timestamptz, ${before?.id}::uuid)`),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (select from care_suppressions
      where workspace_id = ${ctx.workspace.id} limit ${COUNT_LIMIT + 1}) counted`.execute(ctx.db);
  const items = rows
    .slice(0, limit)
    .map(({ at, reason, ...row }): Suppression => ({ ...row, reason: reason as SuppressedBy, at: at.toISOString() }));
  const last = items.at(-1);
  return {
    items,
    nextCursor: last && rows.length > limit ? encodeCursor([last.at, last.id]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

function placeBefore(cursor: string | undefined): { at: string; id: string } | null {
  const place = decodeCursor(cursor, 2);
  if (!place) return null;
  const [at, id] = place;
  if (typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof id === 'string' && isId(id)) return { at, id };
  throw refuseCommon('BAD_INPUT', { path: 'cursor', problem: '' });
}

/** By hand: somebody said so at the counter, or the mailbox is known to be dead. */
export async function stopAddress(
  ctx: Ctx,
  { channel, address }: { channel: 'email' | 'sms'; address: string },
): Promise<{ ok: true }> {
  await suppress(ctx, channel, await targetOf(ctx, channel, address, 'address'), 'manual');
  await recordAudit(ctx, { action: 'suppression.added', entity: 'suppression', detail: { channel } });
  return { ok: true };
}

/** The mailbox works again. Who complained has to agree anew, on the card, and with another address. */
export async function liftSuppression(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
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
  return { ok: true };
}
