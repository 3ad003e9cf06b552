import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { id } from '../../../kernel/contract.ts';
import { happenedCondition, happenedMoves, happenedShape, oneMeasure, sayHappened } from './happened.ts';
import type { Among, ConditionKind } from './kinds.ts';
import { andWithin, rangeShape } from './shapes.ts';
import type { Words } from './words.ts';

const shape = z
  .object({
    products: z.array(id).min(1).max(50).optional(),
    categories: z.array(z.string().min(1).max(120)).min(1).max(50).optional(),
    ...happenedShape,
    /** Minor units of the base currency. */
    spent: rangeShape.optional(),
  })
  .strict()
  .refine(oneMeasure);
type Purchases = z.infer<typeof shape>;

/** What somebody bought: how often, for how much, when last; of everything, or of some products and categories. */
export const purchases: ConditionKind<Purchases> = {
  key: 'purchases',
  title: 'segments:conditions.kind.purchases',
  group: 'purchases',
  permission: 'orders.read',
  shape,
  parts: [
    { key: 'within', title: 'segments:conditions.part.within', input: 'days' },
    { key: 'products', title: 'segments:conditions.part.products', input: 'choices' },
    { key: 'categories', title: 'segments:conditions.part.categories', input: 'choices' },
    { key: 'times', title: 'segments:conditions.part.times', input: 'number', oneOf: 'measure' },
    { key: 'spent', title: 'segments:conditions.part.spent', input: 'money', oneOf: 'measure' },
    { key: 'last', title: 'segments:conditions.part.last', input: 'days', oneOf: 'measure' },
  ],
  reads: ['orders', 'purchase_days'],
  moves: happenedMoves,
  sql: (ctx, value, among) =>
    happenedCondition(
      ctx,
      value,
      value.products || value.categories
        ? { source: boughtLines(ctx, value, among), counted: sql`count(distinct day)` }
        : { source: boughtDays(ctx, value, among), counted: sql`count(*)` },
    ),
  say: sayPurchases,
};

/** All they bought, by days and net of refunds. */
function boughtDays(ctx: Ctx, { within }: Purchases, among: Among): RawBuilder<unknown> {
  return sql`
    select p.customer_id, p.day, p.amount_minor as amount from purchase_days p
    where p.workspace_id = ${ctx.workspace.id} ${andWithin(ctx, sql.ref('p.day'), within)}
      ${among(sql.ref('p.customer_id'))}`;
}

/**
 * Lines of what they bought and kept: orders that were cancelled or given back as a whole do not count. A line in another
 * currency counts at the rate of its order. What was given back of single lines is not known by product.
 */
function boughtLines(ctx: Ctx, { within, products, categories }: Purchases, among: Among): RawBuilder<unknown> {
  const which = [
    ...(products ? [sql`l.product_id = any (${products}::uuid[])`] : []),
    ...(categories
      ? [
          sql`l.category = any (${categories}::text[])`,
          sql`(l.category is null and l.product_id in (select id from products where workspace_id = ${ctx.workspace.id}
            and category = any (${categories}::text[])))`,
        ]
      : []),
  ];
  return sql`
    select o.customer_id, o.day, case when o.currency = ${ctx.workspace.baseCurrency} then l.total_minor
      else round(l.total_minor::numeric * o.total_base_minor / nullif(o.total_minor, 0)) end as amount
    from orders o join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id
    where o.workspace_id = ${ctx.workspace.id} and o.customer_id is not null and o.state = 'placed'
      and o.total_base_minor > o.refunded_base_minor and l.quantity > 0 and (${sql.join(which, sql` or `)})
      ${andWithin(ctx, sql.ref('o.day'), within)} ${among(sql.ref('o.customer_id'))}`;
}

function sayPurchases(words: Words, value: Purchases, not: boolean): string {
  const what = [...(value.products ?? []).map((one) => words.name(one)), ...(value.categories ?? [])];
  return sayHappened(words, value, not, { yes: 'say.bought', no: 'say.boughtNot', what: words.list(what) });
}
