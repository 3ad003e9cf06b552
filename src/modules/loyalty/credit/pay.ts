import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { onceByBody } from '../ledger/with-account.ts';
import { minorOf } from '../programme/programme.ts';
import { ownerReached } from '../value/cards.ts';
import { creditErrors } from './contract.ts';
import { lockCredits, writeLines, type Credit } from './credits.ts';
import { tellToday } from './overdue.ts';
import { openOf, payOff } from './rules/owing.ts';

const refuse = refusals(creditErrors);

interface Payment {
  customerId: string;
  amount: string;
  reference?: string | null | undefined;
  reason?: string | null | undefined;
  idempotencyKey?: string | undefined;
}

/** What is due first is paid first; never more than is open. */
export async function payCredit(ctx: Ctx, input: Payment) {
  return onceByBody(ctx, 'POST /loyalty/credit/payments', input, async () => {
    const amount = minorOf(ctx, input.amount);
    if (!amount) throw refuse('CREDIT_AMOUNT_UNFIT', { path: 'amount' });
    const owner = await ownerReached(ctx, input.customerId, 'loyalty.post');
    const credits = await lockCredits(
      ctx,
      sql`c.customer_id = ${owner} and c.owed_minor > c.paid_minor + c.back_minor`,
    );
    const open = sumOpen(credits);
    if (open === 0n) throw refuse('CREDIT_NOTHING_OPEN');
    const parts = payOff(credits, amount);
    if (!parts) throw refuse('CREDIT_PAID_TOO_MUCH', { path: 'amount', open: moneyInWords(ctx, open) });
    const facts = { actId: newId(), kind: 'pay', reference: input.reference, reason: input.reason } as const;
    const lines = credits.flatMap((credit, n) => {
      const part = parts[n] ?? 0n;
      return part === 0n ? [] : [{ ...facts, credit, amount: -part }];
    });
    await writeLines(ctx, lines);
    await tellToday(
      ctx,
      lines.map(({ credit }) => credit),
    );
    await recordAudit(ctx, {
      action: 'loyalty_credit.paid',
      entity: 'customer',
      entityId: owner,
      detail: { amount: input.amount },
    });
    return { actId: facts.actId, amount: inBase(ctx, amount), open: inBase(ctx, open - amount) };
  });
}

interface TakingBack {
  id: string;
  reason: string;
  idempotencyKey?: string | undefined;
}

/** Whole, and once: what it paid is open again, whatever the tier grants by now. */
export async function takePaymentBack(ctx: Ctx, input: TakingBack) {
  return onceByBody(ctx, 'POST /loyalty/credit/payments/take-back', input, async () => {
    const known = await paidIn(ctx, input.id);
    // More than one where cards were parted since.
    const owners = [...new Set(known.map(({ owner }) => owner))];
    const [owner] = owners;
    if (owner === undefined) throw refuse('CREDIT_PAYMENT_NOT_FOUND');
    for (const one of owners) await ownerReached(ctx, one, 'loyalty.adjust').catch(asUnknown);
    const ids = known.map(({ creditId }) => creditId);
    const credits = new Map((await lockCredits(ctx, sql`c.id = any (${ids}::uuid[])`)).map((one) => [one.id, one]));
    // Read again behind the lock: two colleagues may take one payment back at once.
    const paid = await paidIn(ctx, input.id);
    if (paid.some(({ reversed }) => reversed)) throw refuse('CREDIT_PAYMENT_TAKEN_BACK');
    const facts = { actId: newId(), kind: 'take_back', reason: input.reason } as const;
    const lines = paid.flatMap(({ id, creditId, amount }) => {
      const credit = credits.get(creditId);
      return credit ? [{ ...facts, credit, reversesId: id, amount }] : [];
    });
    await writeLines(ctx, lines);
    await tellToday(ctx, [...credits.values()]);
    await recordAudit(ctx, { action: 'loyalty_credit.payment_taken_back', entity: 'customer', entityId: owner });
    const amount = paid.reduce((sum, one) => sum + one.amount, 0n);
    return { actId: facts.actId, amount: inBase(ctx, amount), open: inBase(ctx, await openOfCustomer(ctx, owner)) };
  });
}

interface Paid {
  id: string;
  creditId: string;
  owner: string;
  /** Without a sign. */
  amount: bigint;
  reversed: boolean;
}

async function paidIn(ctx: Ctx, actId: string): Promise<Paid[]> {
  const { rows } = await sql<Paid>`
    select e.id, e.credit_id as "creditId", c.customer_id as owner, -e.amount_minor as amount,
      exists (select from loyalty_credit_entries r
        where r.workspace_id = e.workspace_id and r.reverses_id = e.id) as reversed
    from loyalty_credit_entries e
    join loyalty_credits c on c.workspace_id = e.workspace_id and c.id = e.credit_id
    where e.workspace_id = ${ctx.workspace.id} and e.act_id = ${actId} and e.kind = 'pay'
    order by e.id`.execute(ctx.db);
  return rows;
}

async function openOfCustomer(ctx: Ctx, customerId: string): Promise<bigint> {
  return sumOpen(
    await lockCredits(
      ctx,
      sql`c.customer_id = ${customerId}
    and c.owed_minor > c.paid_minor + c.back_minor`,
    ),
  );
}

function sumOpen(credits: readonly Credit[]): bigint {
  return credits.reduce((sum, credit) => sum + openOf(credit), 0n);
}

/** Whose payment it was says nothing to who may not see them. */
function asUnknown(error: unknown): never {
  throw (error as { code?: string }).code === 'CUSTOMER_NOT_FOUND' ? refuse('CREDIT_PAYMENT_NOT_FOUND') : error;
}
