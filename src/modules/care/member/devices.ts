import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { isPublicKey } from '../../team/index.ts';
import { careErrors } from '../errors-contract.ts';

const refuse = refusals(careErrors);

/** A person has a handful of devices; who keeps adding some loses the oldest. */
const MOST_DEVICES = 10;

/** What a browser says of itself when it subscribes. */
interface PageDevice {
  endpoint: string;
  publicKey: string;
  auth: string;
}

const form = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(1000),
  publicKey: z.string().regex(/^[\w-]{80,100}=*$/),
  auth: z.string().regex(/^[\w-]{16,40}=*$/),
});

export function deviceIn(given: Readonly<Record<string, string>>): PageDevice {
  const read = form.safeParse(given);
  if (!read.success) throw refuse('PAGE_DEVICE_UNFIT');
  return read.data;
}

/** The same browser subscribing again stays one device; somebody else at it takes it over. */
export async function addPageDevice(ctx: Ctx, customerId: string, device: PageDevice): Promise<void> {
  const { endpoint, publicKey, auth } = device;
  if (!isPublicKey(publicKey)) throw refuse('PAGE_DEVICE_UNFIT');
  const row = { customer_id: customerId, public_key: publicKey, auth };
  await ctx.db
    .insertInto('care_page_devices')
    .values({ workspace_id: ctx.workspace.id, id: newId(), endpoint, created_at: ctx.now, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'endpoint']).doUpdateSet(row))
    .execute();
  const oldest = (await pageDevicesOf(ctx, customerId)).slice(MOST_DEVICES).map(({ id }) => id);
  await dropPageDevices(ctx, oldest);
}

export async function removePageDevice(ctx: Ctx, customerId: string, endpoint: string): Promise<void> {
  await ctx.db
    .deleteFrom('care_page_devices')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('endpoint', '=', endpoint)
    .execute();
}

/** Whoever signs out is told nothing more, on no device. */
export async function forgetPageDevices(ctx: Ctx, customerId: string): Promise<void> {
  await ctx.db
    .deleteFrom('care_page_devices')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .execute();
}

/** The newest first. */
export async function pageDevicesOf(ctx: Ctx, customerId: string): Promise<(PageDevice & { id: string })[]> {
  return ctx.db
    .selectFrom('care_page_devices')
    .select(['id', 'endpoint', 'public_key as publicKey', 'auth'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .orderBy('id', 'desc')
    .execute();
}

export async function dropPageDevices(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db
    .deleteFrom('care_page_devices')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', [...ids])
    .execute();
}

export async function notePushed(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db
    .updateTable('care_page_devices')
    .set({ last_sent_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', [...ids])
    .execute();
}
