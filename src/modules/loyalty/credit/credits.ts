import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { creditKinds } from './contract.ts';
import { openOf, type Owing } from './rules/owing.ts';

/** A sale on account while its row is locked. */
export interface Credit extends Owing {
  id: string;
  orderId: string;
  customerId: string;
  dueOn: string;
}

/** One line of the ledger, to be written; `amount` is signed: by how much more is open. */
export interface CreditLine {
  credit: Credit;
  actId: string;
  kind: (typeof creditKinds)[number];
  amount: bigint;
  reversesId?: string | null;
  reference?: string | null | undefined;
  reason?: string | null | undefined;
}

const CREDIT = sql`c.id, c.order_id as "orderId", c.customer_id as "customerId", c.due_on as "dueOn",
  c.owed_minor as owed, c.paid_minor as paid, c.back_minor as back`;

/** Locked in one order everywhere: the one that is due first before the others. */
export async function lockCredits(ctx: Ctx, where: ReturnType<typeof sql>): Promise<Credit[]> {
  const { rows } = await sql<Credit>`
    select ${CREDIT} from loyalty_credits c where c.workspace_id = ${ctx.workspace.id} and ${where}
    order by c.due_on, c.id for no key update`.execute(ctx.db);
  return rows;
}

/** Opens what a sale leaves on account, with the first line of its ledger. */
export async function openCredit(
  ctx: Ctx,
  facts: { customerId: string; orderId: string; owed: bigint; dueOn: string; reference: string },
): Promise<void> {
  const { reference, ...rest } = facts;
  const credit: Credit = { ...rest, id: newId(), paid: 0n, back: 0n };
  await ctx.db
    .insertInto('loyalty_credits')
    .values({
      workspace_id: ctx.workspace.id,
      id: credit.id,
      customer_id: credit.customerId,
      order_id: credit.orderId,
      owed_minor: credit.owed,
      at: ctx.now,
      day: ctx.today,
      due_on: credit.dueOn,
    })
    .execute();
  await appendLines(ctx, [{ credit, actId: newId(), kind: 'owe', amount: credit.owed, reference }]);
}

/** Appends the lines and brings the sales to what they say. Each sale stands in one line. */
export async function writeLines(ctx: Ctx, lines: readonly CreditLine[]): Promise<void> {
  if (lines.length === 0) return;
  for (const { credit, kind, amount } of lines) {
    if (kind === 'pay' || kind === 'take_back') credit.paid -= amount;
    else credit.back -= amount;
  }
  await appendLines(ctx, lines);
  await sql`
    update loyalty_credits c set paid_minor = t.paid, back_minor = t.back
    from unnest(${lines.map(({ credit }) => credit.id)}::uuid[], ${lines.map(({ credit }) => credit.paid)}::int8[],
      ${lines.map(({ credit }) => credit.back)}::int8[]) as t (id, paid, back)
    where c.workspace_id = ${ctx.workspace.id} and c.id = t.id`.execute(ctx.db);
}

async function appendLines(ctx: Ctx, lines: readonly CreditLine[]): Promise<void> {
  const of = <Value>(pick: (line: CreditLine) => Value) => lines.map(pick);
  await sql`
    insert into loyalty_credit_entries (workspace_id, id, credit_id, customer_id, act_id, kind, amount_minor,
      open_after_minor, reverses_id, reference, reason, at, day, member_id, by_name)
    select ${ctx.workspace.id}, id, credit_id, customer_id, act_id, kind, amount, after, reverses_id, reference, reason,
      ${ctx.now}, ${ctx.today}::date, ${ctx.actor.memberId}::uuid, ${ctx.actor.name}
    from unnest(${of(() => newId())}::uuid[], ${of(({ credit }) => credit.id)}::uuid[],
      ${of(({ credit }) => credit.customerId)}::uuid[], ${of(({ actId }) => actId)}::uuid[],
      ${of(({ kind }) => kind)}::text[], ${of(({ amount }) => amount)}::int8[],
      ${of(({ credit }) => openOf(credit))}::int8[], ${of(({ reversesId }) => reversesId ?? null)}::uuid[],
      ${of(({ reference }) => reference || null)}::text[], ${of(({ reason }) => reason || null)}::text[])
      as t (id, credit_id, customer_id, act_id, kind, amount, after, reverses_id, reference, reason)`.execute(ctx.db);
}
