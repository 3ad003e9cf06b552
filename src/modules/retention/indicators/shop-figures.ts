import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { scopeOf } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { withinReach } from '../../customers/index.ts';
import { KEPT } from '../product-rhythm/purchases.ts';

/** A year of all customers, or of those that the asker sees. Money in minor units of the base currency, as text. */
interface ShopFigures {
  /** Bought within the year; on two days of it or more. */
  buyers: number;
  twice: number;
  yearMinor: string;
  /** What the top tenth of the buyers spent, and the least that puts somebody among them. */
  topMinor: string;
  topFromMinor: string;
  /** Lines with a discount, of all lines. */
  discountedMinor: string;
  linesMinor: string;
  visits: number;
  visitors: number;
  /** Of customers who were asked: how many, and the sum of their answers in per cent. */
  asked: number;
  shares: number;
}

interface Kept {
  figures: ShopFigures;
  /** Null: counted just now. */
  computedAt: Date | null;
}

const memo = new WeakMap<Ctx, Promise<Kept | null>>();

/** Everybody's figures as they stood in the night; those of somebody who sees fewer customers are counted at once. */
export function shopFigures(ctx: Ctx): Promise<Kept | null> {
  const known = memo.get(ctx) ?? readFigures(ctx);
  memo.set(ctx, known);
  return known;
}

async function readFigures(ctx: Ctx): Promise<Kept | null> {
  if (scopeOf(ctx.actor, 'customers.read') !== 'all') {
    return { figures: await countFigures(ctx, withinReach(ctx)), computedAt: null };
  }
  return keptFigures(ctx);
}

/** Of the whole shop, whoever asks: what one customer is held against. */
export async function keptFigures(ctx: Ctx): Promise<Kept | null> {
  const row = await ctx.db
    .selectFrom('retention_indicator_shops')
    .select(['figures', 'computed_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  if (!row?.figures) return null;
  return { figures: row.figures as unknown as ShopFigures, computedAt: row.computed_at };
}

/** The night's count, and after an import. */
export async function keepFigures(ctx: Ctx): Promise<void> {
  const row = { figures: JSON.stringify(await countFigures(ctx, null)), computed_at: ctx.now };
  await ctx.db
    .insertInto('retention_indicator_shops')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
    .execute();
}

const YEAR = 365;

async function countFigures(ctx: Ctx, within: RawBuilder<SqlBool> | null): Promise<ShopFigures> {
  const since = addDays(ctx.today, -YEAR);
  const seen = sql`customers.workspace_id = ${ctx.workspace.id} and customers.binned_at is null
    ${within ? sql`and ${within}` : sql``}`;
  const { rows } = await sql<ShopFigures>`
    with seen as materialized (select id from customers where ${seen}),
    years as materialized (
      select p.customer_id, count(*)::int as days, sum(p.amount_minor) as minor,
        ntile(10) over (order by sum(p.amount_minor) desc, p.customer_id) as tenth
      from purchase_days p join seen on seen.id = p.customer_id
      where p.workspace_id = ${ctx.workspace.id} and p.day > ${since}
      group by p.customer_id
    ),
    told as (
      select distinct on (w.customer_id) w.share from retention_wallet_shares w join seen on seen.id = w.customer_id
      where w.workspace_id = ${ctx.workspace.id} and w.taken_back_at is null
      order by w.customer_id, w.asked_on desc, w.id desc
    ),
    came as (
      select count(*)::int as visits, count(distinct v.customer_id)::int as visitors
      from visits v join seen on seen.id = v.customer_id
      where v.workspace_id = ${ctx.workspace.id} and v.day > ${since}
    ),
    sold as (
      select coalesce(sum(${LINE_MINOR}) filter (where l.discount_minor > 0), 0)::numeric(30) as discounted,
        coalesce(sum(${LINE_MINOR}), 0)::numeric(30) as lines
      from orders o join seen on seen.id = o.customer_id
      join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id
      where o.workspace_id = ${ctx.workspace.id} and o.placed_at > ${since}::date and o.day > ${since} and ${KEPT}
        and l.total_minor > 0
    )
    select count(*)::int as buyers, (count(*) filter (where days > 1))::int as twice,
      coalesce(sum(minor), 0)::text as "yearMinor",
      coalesce(sum(minor) filter (where tenth = 1), 0)::text as "topMinor",
      coalesce(min(minor) filter (where tenth = 1), 0)::text as "topFromMinor",
      (select discounted::text from sold) as "discountedMinor", (select lines::text from sold) as "linesMinor",
      (select visits from came) as visits, (select visitors from came) as visitors,
      (select count(*)::int from told) as asked, (select coalesce(sum(share), 0)::int from told) as shares
    from years`.execute(ctx.db);
  return rows[0] as ShopFigures;
}

/** What a line `l` of an order `o` came to in the base currency. */
export const LINE_MINOR = sql`(l.total_minor * coalesce(o.total_base_minor::numeric / nullif(o.total_minor, 0), 1))`;
