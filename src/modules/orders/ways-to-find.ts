import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { parseMoney } from '../../maths/money.ts';
import type { Ctx } from '../../kernel/context.ts';
import { customersMatching } from '../customers/index.ts';
import { productsMatching } from './products.ts';

/** What was typed may be a number, a customer, something bought, or an amount: conditions on `orders`, never empty. */
export async function waysToFind(ctx: Ctx, typed: string): Promise<RawBuilder<SqlBool>[]> {
  const customers = await customersMatching(ctx, typed);
  const products = await productsMatching(ctx, typed);
  const amount = amountOf(ctx, typed);
  const workspace = ctx.workspace.id;
  return [
    beginsWith(sql`orders.external_id`, typed),
    // A line that names no article is found by what stands on it.
    sql`orders.id in (
      select l.order_id from order_lines l
      where l.workspace_id = ${workspace} and l.product_id is null and ${beginsWith(sql`l.name collate "C"`, typed)})`,
    ...(customers.length > 0 ? [sql<SqlBool>`orders.customer_id = any (${customers}::uuid[])`] : []),
    ...(products.length > 0
      ? [
          sql<SqlBool>`orders.id in (
            select l.order_id from order_lines l
            where l.workspace_id = ${workspace} and l.product_id = any (${products}::uuid[]))`,
        ]
      : []),
    ...(amount === null
      ? []
      : [sql<SqlBool>`orders.total_minor = ${amount} and orders.currency = ${ctx.workspace.baseCurrency}`]),
  ];
}

// A comparison that may use the index under row security; LIKE may not.
function beginsWith(column: RawBuilder<unknown>, text: string) {
  return sql<SqlBool>`${column} >= ${text} and ${column} < ${text} || chr(1114109)`;
}

function amountOf(ctx: Ctx, typed: string): bigint | null {
  const plain = typed.normalize('NFKC').replace(/[\s,\p{Sc}]/gu, '');
  const read = /^-?\d{1,12}(\.\d{1,4})?$/.test(plain) ? parseMoney(plain, ctx.workspace.baseCurrency) : null;
  return read?.ok ? read.value : null;
}
