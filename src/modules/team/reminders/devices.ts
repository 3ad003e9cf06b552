import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { premises } from '../../workspaces/index.ts';
import { reminderErrors, type PushDevice } from './contract.ts';
import { pushKeys } from './push-keys.ts';
import { isPublicKey } from './web-push.ts';

const refuse = refusals(reminderErrors);

/** A person has a handful of devices; who keeps adding some loses the oldest. */
const MOST_DEVICES = 20;

export async function pushKey(): Promise<{ publicKey: string }> {
  return { publicKey: (await pushKeys(premises())).publicKey };
}

export interface NewDevice {
  endpoint: string;
  publicKey: string;
  auth: string;
  name: string;
}

/** The same browser subscribing again stays one device; somebody else at it takes it over. */
export async function addDevice(ctx: Ctx, given: NewDevice): Promise<PushDevice> {
  const { memberId } = ctx.actor;
  if (memberId === null) throw refuse('NOTIFICATIONS_NOBODY');
  if (!isPublicKey(given.publicKey)) throw refuse('PUSH_ADDRESS_UNFIT', { path: 'publicKey' });
  const row = { member_id: memberId, public_key: given.publicKey, auth: given.auth, name: given.name };
  const saved = await ctx.db
    .insertInto('push_devices')
    .values({ workspace_id: ctx.workspace.id, id: newId(), endpoint: given.endpoint, created_at: ctx.now, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'endpoint']).doUpdateSet(row))
    .returningAll()
    .executeTakeFirstOrThrow();
  const oldest = (await devicesOf(ctx)).slice(MOST_DEVICES).map(({ id }) => id);
  if (oldest.length > 0)
    await ctx.db
      .deleteFrom('push_devices')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', 'in', oldest)
      .execute();
  return present(saved);
}

export async function removeDevice(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const removed = await ctx.db
    .deleteFrom('push_devices')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', '=', ctx.actor.memberId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!removed) throw refuse('PUSH_DEVICE_NOT_FOUND');
  return { ok: true };
}

export async function devicesOf(ctx: Ctx): Promise<PushDevice[]> {
  const rows = await ctx.db
    .selectFrom('push_devices')
    .select(['id', 'name', 'created_at', 'last_sent_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', '=', ctx.actor.memberId)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(present);
}

function present(row: { id: string; name: string; created_at: Date; last_sent_at: Date | null }): PushDevice {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
    lastSentAt: row.last_sent_at?.toISOString() ?? null,
  };
}
