import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { isId } from '../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { customerNames, customerSeen, visibleCustomers } from '../../customers/index.ts';
import type { Guest, GuestState } from './contract.ts';
import { leavePlace, takePlace } from './places.ts';
import { guestUrl } from './present.ts';
import { gatheringOf, gatheringToCome, guestOf, type GuestRow } from './stored.ts';

interface Asked {
  id: string;
  state?: GuestState | undefined;
  q?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** Those who were written down last stand first; of those out of one's reach only that they are there. */
export async function listGuests(ctx: Ctx, { id, state, q, limit, cursor }: Asked) {
  await gatheringOf(ctx, id);
  const [place] = decodeCursor(cursor, 1) ?? [];
  const before = typeof place === 'string' && isId(place) ? sql`and g.id < ${place}` : sql``;
  const visible = visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>());
  const named = q
    ? sql`and exists (select from customers where customers.workspace_id = g.workspace_id and customers.id = g.customer_id
        and position(lower(${q}) in lower(customers.name)) > 0 and ${visible})`
    : sql``;
  const from = sql`from care_gathering_guests g where g.workspace_id = ${ctx.workspace.id} and g.gathering_id = ${id}
    ${state ? sql`and g.state = ${state}` : sql``} ${named}`;
  const { rows } = await sql<GuestRow>`select g.* ${from} ${before} order by g.id desc limit ${limit + 1}`.execute(
    ctx.db,
  );
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from (select 1 ${from} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  const page = rows.slice(0, limit);
  return {
    items: await presentGuests(ctx, page),
    nextCursor: rows.length > limit ? encodeCursor([page.at(-1)?.id ?? null]) : null,
    count: countOf(counted[0]?.count ?? 0),
  };
}

export async function addGuest(ctx: Ctx, { id, customerId }: { id: string; customerId: string }): Promise<Guest> {
  const event = await gatheringToCome(ctx, id);
  const customer = await customerSeen(ctx, customerId);
  return presentGuest(ctx, await takePlace(ctx, event, customer.id, { trusted: true }));
}

export async function freePlace(ctx: Ctx, { id, guestId }: { id: string; guestId: string }): Promise<Guest> {
  const event = await gatheringToCome(ctx, id);
  return presentGuest(ctx, await leavePlace(ctx, event, await guestOf(ctx, id, guestId)));
}

export async function presentGuest(ctx: Ctx, row: GuestRow): Promise<Guest> {
  const [guest] = await presentGuests(ctx, [row]);
  return guest as Guest;
}

async function presentGuests(ctx: Ctx, rows: readonly GuestRow[]): Promise<Guest[]> {
  const names = await customerNames(
    ctx,
    rows.map(({ customer_id: customer }) => customer),
  );
  return rows.map((row) => {
    const customer = names.get(row.customer_id);
    return {
      id: row.id,
      customer: customer ? { id: row.customer_id, name: customer.name } : null,
      state: row.state as GuestState,
      registeredAt: row.registered_at?.toISOString() ?? null,
      cameAt: row.came_at?.toISOString() ?? null,
      url: customer ? guestUrl(ctx, row.id) : null,
    };
  });
}
