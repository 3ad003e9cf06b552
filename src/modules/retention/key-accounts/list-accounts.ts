import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { isId } from '../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { addDays, isCivilDate } from '../../../maths/calendar.ts';
import { mayProfile, visibleCustomers } from '../../customers/index.ts';
import { ownedCustomers } from '../owned-customers.ts';
import { refuseWithoutOrders } from '../purchases-seen.ts';
import { readSettings } from '../settings.ts';
import { readShop } from '../shop.ts';
import type { KeyAccount, KeyAccountProposal } from './contract.ts';
import { presentAccounts } from './present.ts';

/** The review that is due first stands in front. */
export async function listKeyAccounts(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  refuseWithoutOrders(ctx);
  const [places, counted] = await Promise.all([placesAfter(ctx, limit + 1, cursor), countAccounts(ctx)]);
  const shown = places.slice(0, limit);
  const last = shown.at(-1);
  const items: KeyAccount[] = await presentAccounts(
    ctx,
    shown.map(({ customerId }) => customerId),
  );
  return {
    items,
    nextCursor: places.length > limit && last ? encodeCursor([last.reviewOn, last.id]) : null,
    count: countOf(counted),
  };
}

const PROPOSED = 10;

/** Regulars who bring most in a year of their rhythm, are not lost, and are no key accounts yet. */
export async function proposeKeyAccounts(ctx: Ctx): Promise<{ items: KeyAccountProposal[] }> {
  refuseWithoutOrders(ctx);
  const [shop, { lostDays }] = await Promise.all([readShop(ctx), readSettings(ctx)]);
  const { rows } = await sql<{ id: string; minor: bigint; purchases: number }>`
    select r.customer_id as id, r.year_minor as minor, r.gaps + 1 as purchases
    from retention_rhythms r
    join customers on customers.workspace_id = r.workspace_id and customers.id = r.customer_id
    where r.workspace_id = ${ctx.workspace.id} and r.gaps >= 2
      and r.alert_on > ${addDays(shop?.until ?? ctx.today, -lostDays)} and r.year_minor > 0
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
      and ${mayProfile(ctx, sql.ref('r.customer_id'))}
      and not exists (
        select 1 from retention_key_accounts k
        where k.workspace_id = r.workspace_id and k.customer_id = r.customer_id and k.ended_on is null)
    order by r.year_minor desc, r.customer_id desc limit ${PROPOSED}`.execute(ctx.db);
  const customers = await ownedCustomers(
    ctx,
    rows.map(({ id }) => id),
  );
  return {
    items: rows.flatMap(({ id, minor, purchases }) => {
      const customer = customers.get(id);
      if (!customer) return [];
      const year = moneyInWords(ctx, minor);
      return {
        customer,
        year: inBase(ctx, minor),
        explanation: { key: 'retention:accounts.how.proposal', values: { year, purchases } },
      };
    }),
  };
}

interface Place {
  id: string;
  customerId: string;
  reviewOn: string;
}

async function placesAfter(ctx: Ctx, limit: number, cursor: string | undefined): Promise<Place[]> {
  const [day, id] = decodeCursor(cursor, 2) ?? [];
  const after =
    typeof id === 'string' && isId(id) && isCivilDate(day)
      ? sql`and (k.review_on, k.id) > (${day}::date, ${id}::uuid)`
      : sql``;
  const { rows } = await sql<Place>`
    select k.id, k.customer_id as "customerId", k.review_on as "reviewOn" ${accounts(ctx)} ${after}
    order by k.review_on, k.id limit ${limit}`.execute(ctx.db);
  return rows;
}

async function countAccounts(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ counted: number }>`
    select count(*)::int as counted from (select 1 ${accounts(ctx)} limit ${COUNT_LIMIT + 1}) found`.execute(ctx.db);
  return rows[0]?.counted ?? 0;
}

function accounts(ctx: Ctx) {
  return sql`
    from retention_key_accounts k
    join customers on customers.workspace_id = k.workspace_id and customers.id = k.customer_id
    where k.workspace_id = ${ctx.workspace.id} and k.ended_on is null
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}`;
}
