import { sql } from 'kysely';
import type { PackagePart } from '../customers/index.ts';

/** What somebody bought and gave back, line by line, and how it went on: for the package of a person who asks. */
export const purchaseParts: readonly PackagePart[] = [
  {
    key: 'order_lines',
    async read(ctx, cards) {
      const { rows } = await sql<Record<string, unknown>>`
        select o.external_id as order, l.sku, l.name, l.category, l.quantity, l.unit_price_minor, l.total_minor
        from orders o join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id
        where o.workspace_id = ${ctx.workspace.id} and o.customer_id = any (${[...cards]}::uuid[])
        order by o.placed_at, o.id, l.line_no limit 50000`.execute(ctx.db);
      return rows;
    },
  },
  {
    key: 'refunds',
    async read(ctx, cards) {
      const { rows } = await sql<Record<string, unknown>>`
        select o.external_id as order, r.at, r.amount_minor, r.reason, v.at as taken_back_at
        from orders o join refunds r on r.workspace_id = o.workspace_id and r.order_id = o.id
        left join refund_reversals v on v.workspace_id = r.workspace_id and v.refund_id = r.id
        where o.workspace_id = ${ctx.workspace.id} and o.customer_id = any (${[...cards]}::uuid[])
        order by r.at, r.id limit 50000`.execute(ctx.db);
      return rows;
    },
  },
  {
    key: 'order_steps',
    async read(ctx, cards) {
      const { rows } = await sql<Record<string, unknown>>`
        select o.external_id as order, s.at, s.kind, s.promised_on, s.note
        from orders o join order_steps s on s.workspace_id = o.workspace_id and s.order_id = o.id
        where o.workspace_id = ${ctx.workspace.id} and o.customer_id = any (${[...cards]}::uuid[])
        order by s.at, s.id limit 50000`.execute(ctx.db);
      return rows;
    },
  },
];
