import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { reachInto, shownPhone } from '../masks.ts';
import { customerSeen, visibleCustomers } from '../reach.ts';
import type { LifeCycleStage } from '../rules/life-cycle.ts';
import type { CardKind } from '../rules/completeness.ts';
import type { Around, Person } from './contract.ts';
import { occasionsOf } from './occasions.ts';
import { otherSide, roleSeen, type PersonRow } from './person-row.ts';
import { labelStays } from './rules/roles.ts';

export async function readAround(ctx: Ctx, asked: { id: string }): Promise<Around> {
  const { id } = await customerSeen(ctx, asked.id);
  const people = await presentPeople(ctx, id, await rowsAround(ctx, id));
  return { people, occasions: await occasionsOf(ctx, id) };
}

/** From both sides, in the order in which they were written down. */
async function rowsAround(ctx: Ctx, customerId: string): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    select * from customer_people where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId}
    union all
    select * from customer_people where workspace_id = ${ctx.workspace.id} and other_customer_id = ${customerId}
      and customer_id <> ${customerId}
    order by at, id`.execute(ctx.db);
  return rows;
}

export async function presentPerson(ctx: Ctx, customerId: string, row: PersonRow): Promise<Person> {
  return (await presentPeople(ctx, customerId, [row]))[0] as Person;
}

/**
 * As seen from this customer's card. Whoever is out of the actor's reach is not there; merged cards may have left the same
 * link twice, or one to themselves, which is not shown.
 */
async function presentPeople(ctx: Ctx, customerId: string, rows: readonly PersonRow[]): Promise<Person[]> {
  const cards = await cardsOf(
    ctx,
    rows.flatMap((row) => otherSide(row, customerId) ?? []),
  );
  const phoneReach = reachInto(ctx, 'phone');
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const otherId = otherSide(row, customerId);
    const card = otherId === null ? null : cards.get(otherId);
    if (card === undefined || card?.id === customerId) return [];
    const role = roleSeen(row, customerId);
    const key = card ? `${card.id} ${role}` : row.id;
    if (seen.has(key)) return [];
    seen.add(key);
    return {
      id: row.id,
      role,
      label: row.label,
      labelTells: row.customer_id === customerId || labelStays(role) ? 'them' : 'us',
      stake: row.stake as Person['stake'],
      name: card?.name ?? row.name ?? '',
      phone: shownPhone(ctx, card ? card.phone : row.phone, phoneReach),
      note: row.note,
      customer: card ? { id: card.id, kind: card.kind as CardKind, stage: card.stage as LifeCycleStage } : null,
      at: row.at.toISOString(),
      by: row.by_name,
      version: row.version,
    } satisfies Person;
  });
}

/** Cards within reach by id; a merged card by that of the one that stays. */
async function cardsOf(ctx: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never>();
  const rows = await ctx.db
    .selectFrom('customers')
    .select(['id', 'kind', 'name', 'phone', 'stage'])
    .where(visibleCustomers(ctx))
    .where(
      sql<boolean>`customers.id in (
        select coalesce(k.merged_into, k.id) from customers k
        where k.workspace_id = ${ctx.workspace.id} and k.id = any (${[...new Set(ids)]}::uuid[]))`,
    )
    .execute();
  const merged = await ctx.db
    .selectFrom('customers')
    .select(['id', 'merged_into'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<boolean>`id = any (${[...new Set(ids)]}::uuid[])`)
    .where('merged_into', 'is not', null)
    .execute();
  const cards = new Map(rows.map((row) => [row.id, row]));
  for (const { id, merged_into: kept } of merged) {
    const card = kept === null ? undefined : cards.get(kept);
    if (card) cards.set(id, card);
  }
  return cards;
}
