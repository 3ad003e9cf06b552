import { sql } from 'kysely';
import { formatDecimal } from '../../../maths/money.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { TimelineEntry, TimelinePlace, TimelineSource } from '../../customers/index.ts';

/** Offers as they were made, and what became of them. */
export const offersOnTimeline: TimelineSource = { kind: 'offer', permission: 'orders.read', read: readOffers };

interface Row {
  id: string;
  at: Date;
  what: 'made' | 'accepted' | 'declined';
  title: string;
  amount: bigint;
  currency: string;
  by: string;
  note: string | null;
}

async function readOffers(ctx: Ctx, customerId: string, before: TimelinePlace | null, limit: number) {
  const { rows } = await sql<Row>`
    select * from (
      select f.id, f.made_at as at, 'made' as what, f.title, f.total_minor as amount, f.currency, f.made_by_name as by, f.note
      from order_offers f where f.workspace_id = ${ctx.workspace.id} and f.customer_id = ${customerId}
      union all
      select f.id, f.answered_at, f.state, f.title, f.total_minor, f.currency, f.answered_by_name, f.lost_note
      from order_offers f
      where f.workspace_id = ${ctx.workspace.id} and f.customer_id = ${customerId} and f.answered_at is not null
    ) told
    where true ${before ? sql`and (at, id) < (${before.at}, ${before.id}::uuid)` : sql``}
    order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.map(({ id, at, what, title, amount, currency, by, note }): TimelineEntry => ({
    id,
    at,
    // Two entries about one offer are told apart by kind and id.
    kind: what === 'made' ? 'offer' : 'offer_answer',
    text: { key: `orders:timeline.offer.${what}`, values: { title } },
    amount: { amount: formatDecimal(amount, currency), currency },
    by,
    body: note,
    link: `/orders/offers/${id}`,
  }));
}
