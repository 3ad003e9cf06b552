import { sql, type SqlBool } from 'kysely';
import { scopeOf, type Permission } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { AGAIN } from '../../../kernel/db/named.ts';
import { refuse as refuseCommon } from '../../../kernel/errors.ts';
import { once } from '../../../kernel/http/idempotency.ts';
import { customerSeen, reaching, withinReach } from '../../customers/index.ts';
import { reviewCustomers } from '../review.ts';
import { ACCOUNT, booksOf, openBooks, type Account, type AccountRow, type Books } from './books.ts';

/** The customer's account, locked and up to date, when the actor sees them and the right reaches them. */
export async function accountToChange(
  ctx: Ctx,
  customerId: string,
  permission: Permission,
): Promise<{ books: Books; account: Account }> {
  const quick = await lockKnown(ctx, customerId);
  const { books, account } = quick ?? (await lockAnyhow(ctx, customerId));
  if (scopeOf(ctx.actor, permission) !== 'all') {
    const reached = await reaching(ctx, account.customerId, [permission]);
    if (!reached.has(permission)) throw refuseCommon('NOT_ALLOWED', { permission });
  }
  if (account.nextDue === null || account.nextDue > ctx.today) return { books, account };
  // Points that have expired cannot be spent, even where the night's job is late.
  await reviewCustomers(ctx, [account.customerId]);
  return lockAnyhow(ctx, account.customerId);
}

/** In one statement where the customer has an account and was not merged, which is nearly always. */
async function lockKnown(ctx: Ctx, customerId: string) {
  const { rows } = await sql<AccountRow>`${AGAIN}
    select ${ACCOUNT} from customers join loyalty_accounts a
      on a.workspace_id = customers.workspace_id and a.customer_id = customers.id
    where customers.workspace_id = ${ctx.workspace.id} and customers.id = ${customerId} and customers.binned_at is null
      and ${withinReach(ctx, 'customers.read') ?? sql<SqlBool>`true`}
    for key share of customers for update of a`.execute(ctx.db);
  return rows.length === 0 ? null : only(booksOf(rows));
}

async function lockAnyhow(ctx: Ctx, customerId: string) {
  const { id } = await customerSeen(ctx, customerId);
  return only(await openBooks(ctx, [id]));
}

function only(books: Books): { books: Books; account: Account } {
  const [account] = books.accounts.values();
  if (!account) throw refuseCommon('NOT_FOUND');
  return { books, account };
}

/** Tills send the key in the body as well as in the header; either has one effect. */
export function onceByBody<Answer>(
  ctx: Ctx,
  operation: string,
  input: { idempotencyKey?: string | undefined },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { idempotencyKey } = input;
  if (idempotencyKey === undefined || idempotencyKey === ctx.request.idempotencyKey) return work();
  return once({ ...ctx, request: { ...ctx.request, idempotencyKey } }, operation, input, work) as Promise<Answer>;
}
