import { sql, type ExpressionBuilder, type Expression, type RawBuilder, type Selectable, type SqlBool } from 'kysely';
import { fieldReach, ownMemberIds, scopeOf, type Permission } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { DB, Customers } from '../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { customerErrors } from './contract.ts';
import { keptCardOf, keptCardsOf } from './family.ts';
import { shownPhone } from './masks.ts';
import { collaborationFor } from './rights/rules/collaboration.ts';

export type CustomerRow = Selectable<Customers>;

const refuse = refusals(customerErrors);

/** Whose customers a right reaches: those of these owners, of these branches, and those that one works on besides. */
export interface Reach {
  owners: string[];
  branches: readonly string[];
  /** Members whose collaborations count: oneself, and absent colleagues whom one stands in for. */
  sharing: string[];
  access: readonly ('read' | 'edit')[];
}

/** `null`: everybody's customers, unowned ones included. */
export function reachOf(ctx: Pick<Ctx, 'actor' | 'now'>, permission: Permission = 'customers.read'): Reach | null {
  const scope = scopeOf(ctx.actor, permission);
  if (scope === 'all') return null;
  if (scope === null) return { owners: [], branches: [], sharing: [], access: [] };
  const own = ownMemberIds(ctx.actor, ctx.now);
  return {
    owners: scope === 'own' ? own : [...new Set([...own, ...ctx.actor.teamMemberIds])],
    branches: scope === 'branch' ? (ctx.actor.branchIds ?? []) : [],
    sharing: own,
    access: collaborationFor(permission),
  };
}

/** The reach as a condition on `customers`; `null` for everybody's. Each part has an index of its own. */
export function withinReach(
  ctx: Pick<Ctx, 'actor' | 'now' | 'workspace'>,
  permission: Permission = 'customers.read',
): RawBuilder<SqlBool> | null {
  const reach = reachOf(ctx, permission);
  if (!reach) return null;
  const parts = [sql<SqlBool>`customers.owner_id = any (${reach.owners}::uuid[])`];
  if (reach.branches.length > 0) parts.push(sql`customers.branch_id = any (${[...reach.branches]}::uuid[])`);
  if (reach.sharing.length > 0 && reach.access.length > 0) {
    // An array, which is read once and looked up by key; a sub-select beside `or` would be asked of every customer.
    parts.push(sql`customers.id = any (array(
      select k.customer_id from customer_collaborators k
      where k.workspace_id = ${ctx.workspace.id} and k.member_id = any (${reach.sharing}::uuid[])
        and k.access = any (${[...reach.access]}::text[]) and (k.until is null or k.until > ${ctx.now})))`);
  }
  return sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}

/** The condition every read of customers starts from: this workspace, not in the bin, within the actor's reach. */
export function visibleCustomers(ctx: Ctx, permission: Permission = 'customers.read', place: 'list' | 'bin' = 'list') {
  const within = withinReach(ctx, permission);
  return (eb: ExpressionBuilder<DB, 'customers'>): Expression<SqlBool> =>
    eb.and([
      eb('customers.workspace_id', '=', ctx.workspace.id),
      eb('customers.binned_at', place === 'list' ? 'is' : 'is not', null),
      // Merged and erased cards lie in no bin from which they could be taken.
      ...(place === 'bin' ? [eb('customers.merged_into', 'is', null), eb('customers.erased_at', 'is', null)] : []),
      ...(within ? [within] : []),
    ]);
}

/**
 * The customer, or CUSTOMER_NOT_FOUND: what may not be seen does not exist. A merged card answers with the one that
 * stays, so go on with the id of the row.
 */
export async function customerSeen(
  ctx: Ctx,
  id: string,
  permission: Permission = 'customers.read',
): Promise<CustomerRow> {
  const row = (await rowSeen(ctx, id, permission)) ?? (await rowSeen(ctx, await keptCardOf(ctx, id), permission));
  if (!row) throw refuse('CUSTOMER_NOT_FOUND');
  return row;
}

function rowSeen(ctx: Ctx, id: string, permission: Permission): Promise<CustomerRow | undefined> {
  const seen = seenBy(ctx);
  const key = `${permission} ${id}`;
  const asked = seen?.get(key) ?? askRow(ctx, id, permission);
  seen?.set(key, asked);
  return asked;
}

/** What a query has read of customers. Several rooms look at the same card for one answer, and a query changes nothing. */
const seenByQueries = new WeakMap<Ctx, Map<string, Promise<CustomerRow | undefined>>>();

function seenBy(ctx: Ctx): Map<string, Promise<CustomerRow | undefined>> | null {
  if (ctx.client !== null) return null;
  const seen = seenByQueries.get(ctx) ?? new Map<string, Promise<CustomerRow | undefined>>();
  seenByQueries.set(ctx, seen);
  return seen;
}

/** Rows that were read whole as `visibleCustomers` need not be read again for this answer. */
export function noteSeen(ctx: Ctx, rows: readonly CustomerRow[]): void {
  const seen = seenBy(ctx);
  for (const row of rows) seen?.set(`customers.read ${row.id}`, Promise.resolve(row));
}

/** These customers where this query has read them all, else null. */
async function alreadySeen(ctx: Ctx, ids: readonly string[]): Promise<CustomerRow[] | null> {
  const seen = seenBy(ctx);
  if (!seen) return null;
  const known = ids.flatMap((id) => seen.get(`customers.read ${id}`) ?? []);
  if (known.length < ids.length) return null;
  const rows = (await Promise.all(known)).filter((row) => row !== undefined);
  return rows.length < ids.length ? null : rows;
}

function askRow(ctx: Ctx, id: string, permission: Permission): Promise<CustomerRow | undefined> {
  return ctx.db
    .selectFrom('customers')
    .selectAll()
    .where(visibleCustomers(ctx, permission))
    .where('customers.id', '=', id)
    .executeTakeFirst();
}

/**
 * The customer, locked for a change. Seen but out of the reach of `permission`: NOT_ALLOWED. What is written on a merged
 * card is written on the one that stays, so go on with the id of the row; taking a card away is never passed on.
 */
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
  if (!row) {
    const kept = permission === 'customers.edit' && place === 'list' ? await keptCardOf(ctx, id) : id;
    if (kept !== id) return customerToChange(ctx, kept, permission);
    throw refuse('CUSTOMER_NOT_FOUND');
  }
  if (!(await reaching(ctx, id, [permission])).has(permission)) throw refuseCommon('NOT_ALLOWED', { permission });
  return row;
}

/** Which of the rights reach this customer. Asks nothing where they reach everybody. */
export async function reaching(
  ctx: Ctx,
  id: string,
  permissions: readonly Permission[],
): Promise<ReadonlySet<Permission>> {
  const limited = permissions.filter((one) => {
    const scope = scopeOf(ctx.actor, one);
    return scope !== null && scope !== 'all';
  });
  const reached = new Set(permissions.filter((one) => scopeOf(ctx.actor, one) === 'all'));
  if (limited.length === 0) return reached;
  const { rows } = await sql<{ within: boolean[] }>`
    select array[${sql.join(limited.map((one) => sql`coalesce(${withinReach(ctx, one)}, false)`))}] as within
    from customers where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  limited.forEach((one, n) => rows[0]?.within[n] && reached.add(one));
  return reached;
}

/** Those of the customers that the right does not reach. Asks nothing where it reaches everybody. */
export async function beyondReach(ctx: Ctx, ids: readonly string[], permission: Permission): Promise<Set<string>> {
  const within = withinReach(ctx, permission);
  if (!within || ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select id from customers where workspace_id = ${ctx.workspace.id} and id = any (${[...new Set(ids)]}::uuid[])
      and not coalesce(${within}, false)`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}

/** Whether a customer of this owner and branch would be within reach, collaborations aside. */
export function reachesOwner(
  ctx: Pick<Ctx, 'actor' | 'now'>,
  { ownerId, branchId }: { ownerId: string | null; branchId: string | null },
  permission: Permission,
): boolean {
  const reach = reachOf(ctx, permission);
  if (!reach) return true;
  return (
    (ownerId !== null && reach.owners.includes(ownerId)) || (branchId !== null && reach.branches.includes(branchId))
  );
}

export interface NamedCustomer {
  id: string;
  name: string;
  /** Masked or absent where the actor may not see phones. */
  phone: string | null;
  stage: string;
  ownerId: string | null;
}

/**
 * Names for lists of other modules; ids of customers that the actor may not see have no entry. The entry of a merged card
 * is that of the one that stays, with its id.
 */
export async function customerNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, NamedCustomer>> {
  const named = await namesOf(ctx, ids);
  const missing = ids.filter((id) => !named.has(id));
  const kept = missing.length > 0 ? await keptCardsOf(ctx, missing) : new Map<string, string>();
  if (kept.size === 0) return named;
  const cards = await namesOf(ctx, [...kept.values()]);
  for (const [id, card] of kept) {
    const entry = cards.get(card);
    if (entry) named.set(id, entry);
  }
  return named;
}

async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, NamedCustomer>> {
  const rows = await rowsNamed(ctx, ids, visibleCustomers(ctx));
  const reach = fieldReach(ctx.actor, 'customers', 'phone');
  return new Map(
    rows.map(({ id, name, phone, stage, owner_id: ownerId }) => {
      return [id, { id, name, phone: shownPhone(ctx, phone, reach), stage, ownerId }];
    }),
  );
}

/** By what these customers are addressed, whether the actor sees them or not. */
export async function personsOf(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, Pick<CustomerRow, 'name' | 'kind' | 'gender' | 'title'>>> {
  const rows = await rowsNamed(ctx, ids, (eb) => eb('customers.workspace_id', '=', ctx.workspace.id));
  return new Map(rows.map((row) => [row.id, row]));
}

const NAMED = ['id', 'name', 'phone', 'stage', 'owner_id', 'kind', 'gender', 'title'] as const;

/** Read once for an answer that asks by name of customers it has read whole. */
async function rowsNamed(
  ctx: Ctx,
  ids: readonly string[],
  among: ReturnType<typeof visibleCustomers>,
): Promise<Pick<CustomerRow, (typeof NAMED)[number]>[]> {
  if (ids.length === 0) return [];
  const asked = [...new Set(ids)];
  return (
    (await alreadySeen(ctx, asked)) ??
    ctx.db
      .selectFrom('customers')
      .select(NAMED)
      .where(among)
      .where(sql<SqlBool>`customers.id = any (${asked}::uuid[])`)
      .execute()
  );
}
