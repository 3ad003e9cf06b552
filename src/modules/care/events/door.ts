import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { readToken } from '../public/tokens.ts';
import { careErrors } from '../errors-contract.ts';
import type { Guest } from './contract.ts';
import { presentGuest } from './guests.ts';
import { gatheringOf, guestOf, type GuestRow } from './stored.ts';

const refuse = refusals(careErrors);

interface Asked {
  id: string;
  code?: string | undefined;
  guestId?: string | undefined;
}

/** The first arrival stays; of two doors that let the same guest in at once, the second is told. */
export async function checkIn(ctx: Ctx, { id, code, guestId }: Asked) {
  const event = await gatheringOf(ctx, id);
  if (event.cancelled_at !== null) throw refuse('EVENT_CANCELLED');
  const guest = await guestOf(ctx, id, guestId ?? guestInCode(ctx, code ?? '')).catch((error: unknown) => {
    throw guestId ? error : refuse('GUEST_CODE_UNKNOWN', { path: 'code' });
  });
  if (guest.state !== 'registered') throw refuse('GUEST_HAS_NO_PLACE', { state: guest.state });
  const { rows } = await sql<GuestRow>`
    update care_gathering_guests set came_at = ${ctx.now}
    where workspace_id = ${ctx.workspace.id} and id = ${guest.id} and state = 'registered' and came_at is null
    returning *`.execute(ctx.db);
  const [first] = rows;
  if (first)
    await recordAudit(ctx, {
      action: 'event.came',
      entity: 'customer',
      entityId: guest.customer_id,
      detail: { event: id },
    });
  const now = first ?? (await guestOf(ctx, id, guest.id));
  if (now.came_at === null) throw refuse('GUEST_HAS_NO_PLACE', { state: now.state });
  return { guest: await presentGuest(ctx, now), again: !first, cameAt: now.came_at.toISOString() };
}

export async function takeBackArrival(ctx: Ctx, { id, guestId }: { id: string; guestId: string }): Promise<Guest> {
  await gatheringOf(ctx, id);
  const guest = await guestOf(ctx, id, guestId);
  await ctx.db
    .updateTable('care_gathering_guests')
    .set({ came_at: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', guest.id)
    .execute();
  await recordAudit(ctx, {
    action: 'event.arrival_taken_back',
    entity: 'customer',
    entityId: guest.customer_id,
    detail: { event: id },
  });
  return presentGuest(ctx, { ...guest, came_at: null });
}

/** The ticket's picture holds the address of the guest's page; scanners of the hand type it. */
function guestInCode(ctx: Ctx, code: string): string {
  const token = /(?:^|\/)([\w-]{62})\s*$/.exec(code)?.[1];
  const link = token ? readToken(token, 'g') : null;
  if (!link || link.workspaceId !== ctx.workspace.id) throw refuse('GUEST_CODE_UNKNOWN', { path: 'code' });
  return link.id;
}
