import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { customerSeen, reaching } from '../../customers/index.ts';
import { careErrors } from '../errors-contract.ts';
import type { Follower } from './contract.ts';

const refuse = refusals(careErrors);

const SHOWN = 50;

export async function unknownFollowers(ctx: Ctx): Promise<{ items: Follower[]; more: boolean }> {
  const rows = await ctx.db
    .selectFrom('care_followers as f')
    .innerJoin('care_channels as h', (join) =>
      join.onRef('h.workspace_id', '=', 'f.workspace_id').onRef('h.id', '=', 'f.channel_id'),
    )
    .select(['f.id', 'f.address', 'f.last_seen_at', 'f.following_since', 'h.kind'])
    .where('f.workspace_id', '=', ctx.workspace.id)
    .where('f.customer_id', 'is', null)
    .where('h.removed_at', 'is', null)
    .orderBy('f.last_seen_at', 'desc')
    .orderBy('f.id', 'desc')
    .limit(SHOWN + 1)
    .execute();
  return {
    items: rows.slice(0, SHOWN).map((row) => ({
      id: row.id,
      channel: row.kind as Follower['channel'],
      address: row.address,
      lastSeenAt: row.last_seen_at.toISOString(),
      following: row.following_since !== null,
    })),
    more: rows.length > SHOWN,
  };
}

export async function linkFollower(
  ctx: Ctx,
  { id, customerId }: { id: string; customerId: string | null },
): Promise<{ ok: true }> {
  const before = await ctx.db
    .selectFrom('care_followers')
    .select('customer_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw refuse('FOLLOWER_NOT_FOUND');
  for (const one of [before.customer_id, customerId]) if (one) await mayEdit(ctx, one);
  const card = customerId && (await customerSeen(ctx, customerId)).id;
  await ctx.db
    .updateTable('care_followers')
    .set({ customer_id: card, linked_by_name: card ? ctx.actor.name : null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, {
    action: card ? 'follower.linked' : 'follower.unlinked',
    entity: 'customer',
    entityId: card ?? before.customer_id ?? id,
  });
  return { ok: true };
}

async function mayEdit(ctx: Ctx, customerId: string): Promise<void> {
  const { id } = await customerSeen(ctx, customerId);
  if (!(await reaching(ctx, id, ['customers.edit'])).has('customers.edit'))
    throw refuseCommon('NOT_ALLOWED', { permission: 'customers.edit' });
}
