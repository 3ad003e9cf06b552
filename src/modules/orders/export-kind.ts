import { sql } from 'kysely';
import { formatDecimal } from '../../maths/money.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refuse } from '../../kernel/errors.ts';
import { noteReading, reachInto, shownPhone, withinReach } from '../customers/index.ts';
import type { ExportCell, ExportKind } from '../transfer/index.ts';

const columns = [
  'orderId',
  'placedAt',
  'customerExternalId',
  'customerName',
  'phone',
  'sku',
  'productName',
  'category',
  'quantity',
  'unitPrice',
  'lineTotal',
  'orderTotal',
  'currency',
  'store',
  'staff',
  'channel',
  'status',
  'promisedOn',
  'handedOverAt',
  'note',
];
const amounts = new Set(['quantity', 'unitPrice', 'lineTotal', 'orderTotal']);

/** Every order line as a row; an order without lines is one row. Its titles are understood by import. */
export const ordersToFile: ExportKind = {
  kind: 'orders',
  permission: 'customers.export',
  columns: async () => columns.map((key) => ({ key, title: `orders:export.${key}`, number: amounts.has(key) })),
  rows: exportRows,
};

const PAGE = 2_000;

async function* exportRows(ctx: Ctx, query: Record<string, string>): AsyncGenerator<ExportCell[][]> {
  const unknown = Object.keys(query)[0];
  if (unknown !== undefined) throw refuse('BAD_INPUT', { path: unknown, problem: '' });
  const within = withinReach(ctx, 'customers.export');
  const phones = reachInto(ctx, 'phone');
  const told = new Set<string>();
  let after: { at: Date; id: string } | null = null;
  try {
    for (;;) {
      const { rows }: { rows: Row[] } = await sql<Row>`
      with page as (
        select * from orders o where o.workspace_id = ${ctx.workspace.id}
        ${after ? sql`and (o.placed_at, o.id) < (${after.at}, ${after.id}::uuid)` : sql``}
        order by o.placed_at desc, o.id desc limit ${PAGE}
      )
      select o.id, customers.id as customer_id, o.external_id, o.placed_at, to_char(o.placed_at at time zone ${ctx.workspace.zone}, 'YYYY-MM-DD HH24:MI:SS') as local,
        o.currency, o.total_minor, o.store, o.staff, o.channel, o.state, o.promised_on, to_char(o.handed_over_at at time zone ${ctx.workspace.zone}, 'YYYY-MM-DD HH24:MI:SS') as handed_over, o.note, customers.external_id as number, customers.name, customers.phone,
        ${within === null ? sql`true` : sql`coalesce(${within}, false)`} as seen,
        l.sku, l.name as product, l.category, l.quantity, l.unit_price_minor, l.total_minor as line_minor
      from page o
      left join customers on customers.workspace_id = o.workspace_id and customers.id = o.customer_id
      left join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id
      order by o.placed_at desc, o.id desc, l.line_no`.execute(ctx.db);
      const last = rows.at(-1);
      if (!last) return;
      const seen = rows.filter((row) => row.seen);
      for (const { customer_id: id } of seen) if (id !== null) told.add(id);
      yield seen.map((row) =>
        cellsOf({ ...row, phone: phones === 'edit' ? row.phone : shownPhone(ctx, row.phone, phones) }),
      );
      after = { at: last.placed_at, id: last.id };
    }
  } finally {
    // Also when whoever asked stopped reading half-way: what was sent is out.
    noteReading(ctx, 'exported', [...told], 'orders');
  }
}

interface Row {
  id: string;
  customer_id: string | null;
  external_id: string;
  placed_at: Date;
  local: string;
  currency: string;
  total_minor: bigint;
  store: string | null;
  staff: string | null;
  channel: string | null;
  state: string;
  promised_on: string | null;
  handed_over: string | null;
  note: string | null;
  number: string | null;
  name: string | null;
  phone: string | null;
  seen: boolean;
  sku: string | null;
  product: string | null;
  category: string | null;
  quantity: string | null;
  unit_price_minor: bigint | null;
  line_minor: bigint | null;
}

function cellsOf(row: Row): ExportCell[] {
  const amount = (minor: bigint | null) => (minor === null ? null : formatDecimal(minor, row.currency));
  return [
    row.external_id,
    row.local,
    row.number,
    row.name,
    row.phone,
    row.sku,
    row.product,
    row.category,
    row.quantity === null ? null : row.quantity.replace(/\.?0+$/, ''),
    amount(row.unit_price_minor),
    amount(row.line_minor),
    amount(row.total_minor),
    row.currency,
    row.store,
    row.staff,
    row.channel,
    row.state,
    row.promised_on,
    row.handed_over,
    row.note,
  ];
}
