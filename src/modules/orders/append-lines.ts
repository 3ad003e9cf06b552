import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { baseAmount } from './base-amount.ts';
import type { ReadRow } from './import-rows.ts';

/** Lines that stand far from the first of their order in the file: they join it, and its total grows. */
export async function appendLines(
  ctx: Ctx,
  orders: readonly { id: string; lines: readonly ReadRow[] }[],
): Promise<void> {
  const rows = orders.flatMap(({ id, lines }) =>
    lines.flatMap(({ line, orderTotal }) => (line ? [{ id, ...line, counts: orderTotal === null }] : [])),
  );
  if (rows.length === 0) return;
  const all = <Value>(pick: (row: (typeof rows)[number]) => Value) => rows.map(pick);
  await sql`
    with added as (
      select * from unnest(
        ${all((row) => row.id)}::uuid[], ${all((row) => row.sku)}::text[], ${all((row) => row.name)}::text[],
        ${all((row) => row.category)}::text[], ${all((row) => row.quantity)}::numeric[],
        ${all((row) => row.unitPriceMinor)}::int8[], ${all((row) => row.discountMinor)}::int8[],
        ${all((row) => row.totalMinor)}::int8[], ${all((row) => row.counts)}::bool[]
      ) with ordinality as t (id, sku, name, category, quantity, price, discount, total, counts, place)
    ), written as (
      insert into order_lines (workspace_id, order_id, line_no, product_id, sku, name, category, quantity,
        unit_price_minor, discount_minor, total_minor)
      select ${ctx.workspace.id}, a.id,
        (select coalesce(max(l.line_no), 0) from order_lines l where l.workspace_id = ${ctx.workspace.id} and l.order_id = a.id)
          + row_number() over (partition by a.id order by a.place),
        p.id, a.sku, a.name, a.category, a.quantity, a.price, a.discount, a.total
      from added a
      left join products p on p.workspace_id = ${ctx.workspace.id} and p.sku = a.sku
    )
    update orders o set total_minor = o.total_minor + s.total
    from (select id, sum(total) filter (where counts) as total from added group by id) s
    where o.workspace_id = ${ctx.workspace.id} and o.id = s.id and s.total is not null`.execute(ctx.db);
  await sql`
    update orders t set total_base_minor = ${baseAmount(ctx, 'total_minor')}
    where t.workspace_id = ${ctx.workspace.id} and t.id = any (${orders.map(({ id }) => id)}::uuid[])`.execute(ctx.db);
}
