import { sql, type Expression, type ExpressionBuilder, type Selectable, type SqlBool } from 'kysely';
import { scopeOf, type Permission } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { DB, Customers } from '../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { customerErrors } from './contract.ts';
import { phoneAsDialled } from './phones.ts';

export type CustomerRow = Selectable<Customers>;

const refuse = refusals(customerErrors);
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Owners whose customers the actor reaches; `null` for everybody's, unowned ones included. */
export function ownersInReach(ctx: Pick<Ctx, 'actor'>, permission: Permission = 'customers.read'): string[] | null {
  const scope = scopeOf(ctx.actor, permission);
  if (scope === 'all') return null;
  const own = ctx.actor.memberId ?? NOBODY;
  return scope === 'team' ? [...new Set([own, ...ctx.actor.teamMemberIds])] : [scope === 'own' ? own : NOBODY];
}

/** The condition every read of customers starts from: this workspace, not in the bin, within the actor's reach. */
export function visibleCustomers(ctx: Ctx, permission: Permission = 'customers.read', place: 'list' | 'bin' = 'list') {
  const owners = ownersInReach(ctx, permission);
  return (eb: ExpressionBuilder<DB, 'customers'>): Expression<SqlBool> =>
    eb.and([
      eb('customers.workspace_id', '=', ctx.workspace.id),
      eb('customers.binned_at', place === 'list' ? 'is' : 'is not', null),
      ...(owners ? [sql<SqlBool>`customers.owner_id = any (${owners}::uuid[])`] : []),
    ]);
}

/** The customer, or CUSTOMER_NOT_FOUND: what may not be seen does not exist. */
export async function customerSeen(
  ctx: Ctx,
  id: string,
  permission: Permission = 'customers.read',
): Promise<CustomerRow> {
  const row = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where(visibleCustomers(ctx, permission))
    .where('customers.id', '=', id)
    .executeTakeFirst();
  if (!row) throw refuse('CUSTOMER_NOT_FOUND');
  return row;
}

/** The customer, locked for a change. Seen but out of the reach of `permission`: NOT_ALLOWED. */
export async function customerToChange(
  ctx: Ctx,
  id: string,
  permission: Permission,
  place: 'list' | 'bin' = 'list',
): Promise<CustomerRow> {
  const row = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where(visibleCustomers(ctx, 'customers.read', place))
    .where('customers.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('CUSTOMER_NOT_FOUND');
  if (!withinReach(ctx, row.owner_id, permission)) throw refuseCommon('NOT_ALLOWED', { permission });
  return row;
}

export function withinReach(ctx: Ctx, ownerId: string | null, permission: Permission): boolean {
  const owners = ownersInReach(ctx, permission);
  return owners === null || (ownerId !== null && owners.includes(ownerId));
}

export interface NamedCustomer {
  id: string;
  name: string;
  phone: string | null;
  stage: string;
  ownerId: string | null;
}

/** Names for lists of other modules; ids of customers that the actor may not see have no entry. */
export async function customerNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, NamedCustomer>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('customers')
    .select(['id', 'name', 'phone', 'stage', 'owner_id'])
    .where(visibleCustomers(ctx))
    .where(sql<SqlBool>`customers.id = any (${[...new Set(ids)]}::uuid[])`)
    .execute();
  return new Map(
    rows.map(({ id, name, phone, stage, owner_id: ownerId }) => {
      return [id, { id, name, phone: phoneAsDialled(ctx, phone), stage, ownerId }];
    }),
  );
}
