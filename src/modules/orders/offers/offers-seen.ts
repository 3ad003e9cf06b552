import { sql, type Selectable, type SqlBool } from 'kysely';
import { formatDecimal, parseMoney } from '../../../maths/money.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { OrderOffers } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { customerNames, withinReach } from '../../customers/index.ts';
import { refuseBeyondReach } from '../buyer.ts';
import { lineTotal } from '../rules/line-amounts.ts';
import { offerErrors, type LostReason, type OfferView } from './contract.ts';

const refuse = refusals(offerErrors);

export type OfferRow = Selectable<OrderOffers>;

/** A line as it was typed: decimal amounts in the offer's currency. */
export interface OfferedLine {
  sku: string | null;
  name: string;
  category: string | null;
  quantity: string;
  unitPrice: string;
  discount: string;
}

/** Offers to customers whom one may see; those of customers in the bin wait there with them. */
export function offersSeen(ctx: Ctx) {
  const within = withinReach(ctx, 'orders.read') ?? sql<SqlBool>`true`;
  return ctx.db
    .selectFrom('order_offers')
    .selectAll('order_offers')
    .where('order_offers.workspace_id', '=', ctx.workspace.id)
    .where(
      sql<SqlBool>`exists (
        select 1 from customers
        where customers.workspace_id = order_offers.workspace_id and customers.id = order_offers.customer_id
          and customers.binned_at is null and ${within})`,
    );
}

export async function offerSeen(ctx: Ctx, id: string): Promise<OfferRow> {
  const row = await offersSeen(ctx).where('order_offers.id', '=', id).executeTakeFirst();
  if (!row) throw refuse('OFFER_NOT_FOUND');
  return row;
}

/** The offer, locked: two answers at once come one after the other. */
export async function offerToChange(ctx: Ctx, id: string): Promise<OfferRow> {
  const { customer_id: customerId } = await offerSeen(ctx, id);
  await refuseBeyondReach(ctx, customerId, 'orders.create');
  return ctx.db
    .selectFrom('order_offers')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Soonest ending first. */
export async function openOffersOf(ctx: Ctx, customerId: string, limit: number): Promise<OfferView[]> {
  const rows = await offersSeen(ctx)
    .where('order_offers.customer_id', '=', customerId)
    .where('order_offers.state', '=', 'open')
    .orderBy('order_offers.valid_until')
    .orderBy('order_offers.id')
    .limit(limit)
    .execute();
  return presentOffers(ctx, rows);
}

export async function presentOffers(ctx: Ctx, rows: readonly OfferRow[]): Promise<OfferView[]> {
  const names = await customerNames(
    ctx,
    rows.map((row) => row.customer_id),
  );
  return rows.flatMap((row) => {
    const customer = names.get(row.customer_id);
    return customer ? [presentOffer(ctx, row, { id: customer.id, name: customer.name })] : [];
  });
}

function presentOffer(ctx: Ctx, row: OfferRow, customer: OfferView['customer']): OfferView {
  const { id, title, currency, note, competitor, version } = row;
  return {
    id,
    customer,
    title,
    lines: (row.lines as unknown as OfferedLine[]).map((line) => withTotal(line, currency)),
    total: { amount: formatDecimal(row.total_minor, currency), currency },
    validUntil: row.valid_until,
    ranOut: row.state === 'open' && row.valid_until < ctx.today,
    note,
    state: row.state as OfferView['state'],
    orderId: row.order_id,
    madeAt: row.made_at.toISOString(),
    madeBy: row.made_by_name,
    answeredAt: row.answered_at?.toISOString() ?? null,
    answeredBy: row.answered_by_name,
    lostReason: row.lost_reason as LostReason | null,
    competitor,
    lostNote: row.lost_note,
    version,
  };
}

function withTotal(line: OfferedLine, currency: string): OfferView['lines'][number] {
  const minor = (amount: string) => {
    const read = parseMoney(amount, currency);
    return read.ok ? read.value : 0n;
  };
  const total = lineTotal(line.quantity, minor(line.unitPrice), minor(line.discount)) ?? 0n;
  return { ...line, total: formatDecimal(total, currency) };
}
