import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { emit } from '../../../kernel/outbox.ts';
import { createCustomer } from '../customers.ts';
import { columnsOf } from '../facts.ts';
import { holdCards } from '../family.ts';
import { reachInto, shownPhone } from '../masks.ts';
import { customerSeen, customerToChange, type CustomerRow } from '../reach.ts';
import type { CardKind } from '../rules/completeness.ts';
import { isMask } from '../rules/mask.ts';
import { presentPerson } from './around.ts';
import { occasionsChanged, peopleErrors, type ChangedPerson, type NewPerson, type Person } from './contract.ts';
import type { PersonById } from './contract.ts';
import { otherSide, personOf, roleSeen, type PersonRow } from './person-row.ts';
import { roleFits, turned, type PersonRole } from './rules/roles.ts';

const refuse = refusals(peopleErrors);

/** People beside one customer: more is a list of its own. */
const MOST = 200;

/** `changeSetId`: it came with this change set, and goes when that is undone. */
export async function addPerson(ctx: Ctx, input: NewPerson, changeSetId: string | null = null): Promise<Person> {
  const customer = await customerToChange(ctx, input.id, 'customers.edit');
  const other = input.otherId ? await customerSeen(ctx, input.otherId) : null;
  if (other?.id === customer.id) throw refuse('PERSON_SAME_CARD', { path: 'otherId' });
  if (!other && !input.name) throw refuse('PERSON_NAME_MISSING', { path: 'name' });
  if (other) await holdCards(ctx, [customer.id, other.id]);
  await admitRole(ctx, customer, other, input.role, null);
  await refuseTooMany(ctx, customer.id);
  const row = await ctx.db
    .insertInto('customer_people')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      customer_id: customer.id,
      other_customer_id: other?.id ?? null,
      role: input.role,
      label: input.label || null,
      stake: input.stake ?? null,
      name: other ? null : (input.name ?? null),
      phone: other ? null : phoneGiven(ctx, input.phone, null),
      note: input.note || null,
      by_name: ctx.actor.name,
      at: ctx.now,
      change_set_id: changeSetId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw refuse('PERSON_THERE', { path: 'otherId' });
  await tell(ctx, 'customer.person_added', customer.id, { role: input.role, other: other?.id ?? null });
  return presentPerson(ctx, customer.id, row);
}

export async function changePerson(ctx: Ctx, input: ChangedPerson): Promise<Person> {
  const { customer, row } = await personToChange(ctx, input);
  const otherId = otherSide(row, customer.id);
  const other = otherId === null ? null : await customerSeen(ctx, otherId);
  if (other && (input.name !== undefined || input.phone !== undefined)) throw refuse('PERSON_HAS_CARD');
  const seen = input.role ?? roleSeen(row, customer.id);
  if (input.role !== undefined) await admitRole(ctx, customer, other, seen, row.id);
  const changed = await ctx.db
    .updateTable('customer_people')
    .set({
      role: row.customer_id === customer.id ? seen : turned(seen),
      ...(input.label === undefined ? {} : { label: input.label || null }),
      ...(input.stake === undefined ? {} : { stake: input.stake }),
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.phone === undefined ? {} : { phone: phoneGiven(ctx, input.phone, row.phone) }),
      ...(input.note === undefined ? {} : { note: input.note || null }),
      version: row.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tell(ctx, 'customer.person_changed', customer.id, { role: seen });
  await emit(ctx, occasionsChanged, { customerIds: [customer.id, ...(otherId === null ? [] : [otherId])] });
  return presentPerson(ctx, customer.id, changed);
}

/** What is known of them goes onto a card of their own. */
export async function giveCard(ctx: Ctx, input: PersonById): Promise<Person> {
  const { customer, row } = await personToChange(ctx, input);
  if (row.other_customer_id !== null || row.name === null) throw refuse('PERSON_HAS_CARD');
  const card = await createCustomer(ctx, {
    name: row.name,
    kind: row.role === 'employer' ? 'company' : 'person',
    ...(row.phone === null ? {} : { phone: row.phone }),
    ...(row.label && row.role === 'contact' ? { title: row.label } : {}),
  });
  const linked = await ctx.db
    .updateTable('customer_people')
    .set({ other_customer_id: card.id, name: null, phone: null, version: row.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await emit(ctx, occasionsChanged, { customerIds: [customer.id] });
  return presentPerson(ctx, customer.id, linked);
}

export async function removePerson(ctx: Ctx, input: PersonById): Promise<{ ok: true }> {
  const { customer, row } = await personToChange(ctx, input);
  const other = otherSide(row, customer.id);
  // What merging left twice goes with it, or it would come back to sight.
  await sql`
    delete from customer_people
    where workspace_id = ${ctx.workspace.id}
      and (id = ${row.id}
        or (customer_id = ${customer.id} and other_customer_id = ${other} and role = ${roleSeen(row, customer.id)})
        or (customer_id = ${other} and other_customer_id = ${customer.id}
          and role = ${turned(roleSeen(row, customer.id))}))`.execute(ctx.db);
  await tell(ctx, 'customer.person_removed', customer.id, { role: roleSeen(row, customer.id), other });
  await emit(ctx, occasionsChanged, { customerIds: [customer.id, ...(other === null ? [] : [other])] });
  return { ok: true };
}

/** The link, read from the card of `id`, whose other side the actor may see. */
export async function personToChange(
  ctx: Ctx,
  { id, personId }: PersonById,
): Promise<{ customer: CustomerRow; row: PersonRow }> {
  const customer = await customerToChange(ctx, id, 'customers.edit');
  const row = await personOf(ctx, customer.id, personId);
  const other = otherSide(row, customer.id);
  if (other !== null) await customerSeen(ctx, other);
  return { customer, row };
}

/** `role`: what the other is to the customer. `except`: the link that is being changed. */
async function admitRole(
  ctx: Ctx,
  customer: CustomerRow,
  other: CustomerRow | null,
  role: PersonRole,
  except: string | null,
): Promise<void> {
  const kind = other && (other.kind as CardKind);
  if (!roleFits(role, customer.kind as CardKind, kind)) throw refuse('PERSON_ROLE_UNFIT', { path: 'role' });
  if (other) await refuseTwice(ctx, customer.id, other.id, role, except);
  const brought = role === 'referrer' ? customer.id : role === 'referred' ? other?.id : undefined;
  if (brought === undefined) return;
  await refuseSecondReferrer(ctx, brought, except);
  const by = role === 'referrer' ? other?.id : customer.id;
  if (by !== undefined) await refuseCircle(ctx, brought, by);
}

async function refuseTwice(
  ctx: Ctx,
  customerId: string,
  otherId: string,
  role: PersonRole,
  except: string | null,
): Promise<void> {
  const there = await ctx.db
    .selectFrom('customer_people')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where((eb) =>
      eb.or([
        eb.and({ customer_id: customerId, other_customer_id: otherId, role }),
        eb.and({ customer_id: otherId, other_customer_id: customerId, role: turned(role) }),
      ]),
    )
    .where(sql<boolean>`id is distinct from ${except}::uuid`)
    .executeTakeFirst();
  if (there) throw refuse('PERSON_THERE', { path: 'otherId' });
}

/** Who brought somebody is one answer, or nobody would know whom to thank. */
async function refuseSecondReferrer(ctx: Ctx, broughtId: string, except: string | null): Promise<void> {
  const there = await ctx.db
    .selectFrom('customer_people')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where((eb) =>
      eb.or([
        eb.and({ customer_id: broughtId, role: 'referrer' }),
        eb.and({ other_customer_id: broughtId, role: 'referred' }),
      ]),
    )
    .where(sql<boolean>`id is distinct from ${except}::uuid`)
    .executeTakeFirst();
  if (there) throw refuse('PERSON_REFERRED_ALREADY', { path: 'role' });
}

/** Nobody brings whoever brought them, over however many others. */
async function refuseCircle(ctx: Ctx, broughtId: string, byId: string): Promise<void> {
  const { rows } = await sql`
    with recursive brought (by_id) as (
      select ${byId}::uuid
      union
      select case when p.role = 'referrer' then p.other_customer_id else p.customer_id end
      from brought b join customer_people p on p.workspace_id = ${ctx.workspace.id}
        and ((p.customer_id = b.by_id and p.role = 'referrer' and p.other_customer_id is not null)
          or (p.other_customer_id = b.by_id and p.role = 'referred'))
    )
    select 1 from brought where by_id = ${broughtId} limit 1`.execute(ctx.db);
  if (rows.length > 0) throw refuse('PERSON_REFERRED_IN_CIRCLE', { path: 'otherId' });
}

async function refuseTooMany(ctx: Ctx, customerId: string): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from customer_people
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId}`.execute(ctx.db);
  if ((rows[0]?.n ?? 0) >= MOST) throw refuse('PERSON_TOO_MANY', { most: MOST });
}

/** A mask that comes back as it was shown changes nothing. */
function phoneGiven(ctx: Ctx, given: string | null | undefined, before: string | null): string | null {
  const reach = reachInto(ctx, 'phone');
  const shown = shownPhone(ctx, before, reach);
  if (given === shown || (typeof given === 'string' && isMask(given))) return before;
  if (reach === 'hide' || reach === 'read') {
    if (!given && before === null) return null;
    throw refuse('CUSTOMER_FIELD_NOT_YOURS', { path: 'phone' });
  }
  return columnsOf(ctx, { phone: given ?? null }).phone ?? null;
}

async function tell(ctx: Ctx, action: string, customerId: string, detail: Record<string, unknown>): Promise<void> {
  await recordAudit(ctx, { action, entity: 'customer', entityId: customerId, detail });
}
