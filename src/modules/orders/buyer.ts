import { sql } from 'kysely';
import { may, scopeOf, type Permission } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import {
  createCustomersInBulk,
  customerNames,
  erasedAmong,
  findCustomersBy,
  holdCards,
  reaching,
} from '../customers/index.ts';
import { orderErrors, type NewOrderInput } from './shapes-contract.ts';

const refuse = refusals(orderErrors);

type GivenCustomer = NonNullable<NewOrderInput['customer']>;

/**
 * The first of id, number, card, phone and e-mail that somebody bears; with a name, somebody new. The order of somebody
 * who was erased counts, but is nobody's. Somebody new belongs to the branch of the store.
 */
export async function buyerOf(ctx: Ctx, given: GivenCustomer, store: string | null = null): Promise<string | null> {
  if (given.id) return customerWithin(ctx, given.id, 'orders.create');
  if (given.name) await waitForTwins(ctx, given);
  const found = await bearerOf(ctx, given);
  // Whoever bears the number may be out of reach; then the order is not theirs to record.
  if (found) return customerWithin(ctx, found, 'orders.create');
  if ((await erasedAmong(ctx, [given])).size > 0) return null;
  if (!given.name) throw refuse('ORDER_CUSTOMER_UNKNOWN', { path: 'customer' });
  return newCustomer(ctx, { ...given, store }, given.name);
}

/** The customer, when the actor sees them and the right reaches them; held, so that no merge passes by what is written. */
export async function customerWithin(ctx: Ctx, id: string, permission: Permission): Promise<string> {
  if (!(await customerNames(ctx, [id])).has(id)) throw refuse('ORDER_CUSTOMER_UNKNOWN', { path: 'customer' });
  await refuseBeyondReach(ctx, id, permission);
  return (await holdCards(ctx, [id])).get(id) ?? id;
}

/** Nobody's order is only for who reaches everybody's. */
export async function refuseBeyondReach(ctx: Ctx, customerId: string | null, permission: Permission): Promise<void> {
  const within =
    customerId === null
      ? scopeOf(ctx.actor, permission) === 'all'
      : (await reaching(ctx, customerId, [permission])).has(permission);
  if (!within) throw refuseCommon('NOT_ALLOWED', { permission });
}

/** Two orders of one new customer at once: the second waits here, and then finds the first one's customer. */
async function waitForTwins(ctx: Ctx, { externalId, cardNumber, phone, email }: GivenCustomer): Promise<void> {
  const keys = [externalId, cardNumber, phone?.replace(/\D/g, '').slice(-8), email?.toLowerCase()].filter(Boolean);
  if (keys.length === 0) return;
  await sql`
    select pg_advisory_xact_lock(key) from (
      select hashtextextended(${ctx.workspace.id} || key, 0) as key from unnest(${keys}::text[]) as k (key) order by 1
    ) locks`.execute(ctx.db);
}

async function bearerOf(ctx: Ctx, given: GivenCustomer): Promise<string | undefined> {
  const keys = {
    externalIds: given.externalId,
    cardNumbers: given.cardNumber,
    phones: given.phone,
    emails: given.email,
  };
  for (const [key, value] of Object.entries(keys)) {
    const [found] = value ? await findCustomersBy(ctx, { [key]: [value] }) : [];
    if (found) return found.id;
  }
  return undefined;
}

async function newCustomer(ctx: Ctx, given: GivenCustomer & { store: string | null }, name: string): Promise<string> {
  if (ctx.actor.kind !== 'system' && !may(ctx.actor, 'customers.create')) {
    throw refuseCommon('NOT_ALLOWED', { permission: 'customers.create' });
  }
  const { id: _nobody, ...facts } = given;
  const ownerId = scopeOf(ctx.actor, 'customers.create') === 'all' ? null : ctx.actor.memberId;
  const [made] = await createCustomersInBulk(ctx, [{ ...facts, name, ownerId }]);
  return made as string;
}
