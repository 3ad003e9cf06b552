import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { customerSeen, holdCards, reaching } from '../../customers/index.ts';
import type { Permission } from '../../../kernel/access.ts';
import { minorOf } from '../programme/programme.ts';
import { valueErrors, valueKinds } from './contract.ts';
import type { Purse } from './rules/purse.ts';

const refuse = refusals(valueErrors);

/** A card while its row is locked. */
export interface ValueCard extends Purse {
  id: string;
  kind: 'account' | 'gift';
  customerId: string | null;
}

/** One line of the ledger, to be written; `paid` and `bonus` are signed. */
export interface ValueLine extends Purse {
  card: ValueCard;
  actId: string;
  kind: (typeof valueKinds)[number];
  customerId: string | null;
  reversesId?: string | null;
  reference?: string | null | undefined;
  reason?: string | null | undefined;
}

/** Somebody whom the actor sees and whom the right reaches. */
export async function ownerReached(ctx: Ctx, customerId: string, permission: Permission): Promise<string> {
  const { id } = await customerSeen(ctx, customerId);
  if (!(await reaching(ctx, id, [permission])).has(permission)) throw refuseCommon('NOT_ALLOWED', { permission });
  return (await holdCards(ctx, [id])).get(id) ?? id;
}

/** All cards of a customer, locked in one order everywhere; gift cards are used up first. */
export async function lockCardsOf(ctx: Ctx, customerId: string): Promise<ValueCard[]> {
  const cards = await locked(ctx, sql`c.customer_id = ${customerId}`);
  return cards.sort((a, b) => Number(a.kind === 'account') - Number(b.kind === 'account'));
}

export async function lockCards(ctx: Ctx, ids: readonly string[]): Promise<ValueCard[]> {
  return locked(ctx, sql`c.id = any (${[...ids]}::uuid[])`);
}

/** The card that money is paid in on; opened by the first payment. */
export async function accountOf(ctx: Ctx, customerId: string): Promise<ValueCard> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`loyalty value ${ctx.workspace.id} ${customerId}`}, 0))`.execute(
    ctx.db,
  );
  const known = (await lockCardsOf(ctx, customerId)).find(({ kind }) => kind === 'account');
  return known ?? openCard(ctx, { kind: 'account', customerId, mark: null, tail: null });
}

export async function openCard(
  ctx: Ctx,
  facts: { id?: string; kind: ValueCard['kind']; customerId: string | null; mark: string | null; tail: string | null },
): Promise<ValueCard> {
  const { id = newId(), kind, customerId, mark, tail } = facts;
  await ctx.db
    .insertInto('loyalty_value_cards')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      kind,
      customer_id: customerId,
      code_mark: mark,
      code_tail: tail,
      opened_at: ctx.now,
      member_id: ctx.actor.memberId,
      by_name: ctx.actor.name,
    })
    .execute();
  return { id, kind, customerId, paid: 0n, bonus: 0n };
}

/** Appends the lines and brings the cards to what they say, in one statement. Each card stands in one line. */
export async function writeLines(ctx: Ctx, lines: readonly ValueLine[]): Promise<void> {
  const of = <Value>(pick: (line: ValueLine) => Value) => lines.map(pick);
  for (const { card, paid, bonus } of lines) {
    card.paid += paid;
    card.bonus += bonus;
  }
  await sql`
    with lines as (
      select * from unnest(${of(() => newId())}::uuid[], ${of(({ card }) => card.id)}::uuid[],
        ${of(({ customerId }) => customerId)}::uuid[], ${of(({ actId }) => actId)}::uuid[], ${of(({ kind }) => kind)}::text[],
        ${of(({ paid }) => paid)}::int8[], ${of(({ bonus }) => bonus)}::int8[],
        ${of(({ card }) => card.paid + card.bonus)}::int8[], ${of(({ reversesId }) => reversesId ?? null)}::uuid[],
        ${of(({ reference }) => reference || null)}::text[], ${of(({ reason }) => reason || null)}::text[])
        as t (id, card_id, customer_id, act_id, kind, paid, bonus, after, reverses_id, reference, reason)
    ), written as (
      insert into loyalty_value_entries (workspace_id, id, card_id, customer_id, act_id, kind, paid_minor, bonus_minor,
        balance_after_minor, reverses_id, reference, reason, at, day, member_id, by_name)
      select ${ctx.workspace.id}, id, card_id, customer_id, act_id, kind, paid, bonus, after, reverses_id, reference, reason,
        ${ctx.now}, ${ctx.today}::date, ${ctx.actor.memberId}::uuid, ${ctx.actor.name} from lines
    )
    update loyalty_value_cards c set paid_minor = c.paid_minor + l.paid, bonus_minor = c.bonus_minor + l.bonus
    from lines l where c.workspace_id = ${ctx.workspace.id} and c.id = l.card_id`.execute(ctx.db);
}

/** More than nothing, in an amount that the currency knows. */
export function someMoney(ctx: Ctx, amount: string): bigint {
  const minor = minorOf(ctx, amount);
  if (!minor) throw refuse('VALUE_AMOUNT_UNFIT', { path: 'amount' });
  return minor;
}

async function locked(ctx: Ctx, where: ReturnType<typeof sql>): Promise<ValueCard[]> {
  const { rows } = await sql<ValueCard>`
    select c.id, c.kind, c.customer_id as "customerId", c.paid_minor as paid, c.bonus_minor as bonus
    from loyalty_value_cards c where c.workspace_id = ${ctx.workspace.id} and ${where}
    order by c.id for no key update`.execute(ctx.db);
  return rows;
}
