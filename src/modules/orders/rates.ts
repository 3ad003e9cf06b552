import { sql } from 'kysely';
import { isCurrency } from '../../maths/money.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { emit } from '../../kernel/outbox.ts';
import { baseAmount } from './base-amount.ts';
import { orderErrors, ordersImported, type RateView } from './contract.ts';
import { refreshTouchedDays } from './statistics.ts';

const refuse = refusals(orderErrors);

export async function listRates(ctx: Ctx): Promise<{ base: string; items: RateView[] }> {
  const rows = await ctx.db
    .selectFrom('currency_rates')
    .select(['currency', 'valid_from', 'rate'])
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('currency')
    .orderBy('valid_from', 'desc')
    .execute();
  const items = rows.map(({ currency, valid_from: validFrom, rate }) => {
    return { currency, validFrom, rate: rate.replace(/\.?0+$/, '') };
  });
  return { base: ctx.workspace.baseCurrency, items };
}

/** One unit of `currency` costs `rate` of the base currency from `validFrom` on. */
export async function setRate(ctx: Ctx, { currency, validFrom, rate }: RateView): Promise<{ ok: true }> {
  if (!isCurrency(currency)) throw refuse('ORDER_CURRENCY_UNKNOWN', { path: 'currency', currency });
  if (currency === ctx.workspace.baseCurrency) throw refuse('RATE_IN_BASE_CURRENCY', { path: 'currency', currency });
  await ctx.db
    .insertInto('currency_rates')
    .values({ workspace_id: ctx.workspace.id, currency, valid_from: validFrom, rate })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'currency', 'valid_from']).doUpdateSet({ rate }))
    .execute();
  return convertAnew(ctx, currency, validFrom);
}

export async function removeRate(
  ctx: Ctx,
  { currency, validFrom }: Pick<RateView, 'currency' | 'validFrom'>,
): Promise<{ ok: true }> {
  await ctx.db
    .deleteFrom('currency_rates')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('currency', '=', currency)
    .where('valid_from', '=', validFrom)
    .execute();
  return convertAnew(ctx, currency, validFrom);
}

/** From the day of the change to the next rate nothing else applies; orders before and after keep their amounts. */
async function convertAnew(ctx: Ctx, currency: string, from: string): Promise<{ ok: true }> {
  await sql`set local statement_timeout = 0`.execute(ctx.db);
  const concerned = sql`t.workspace_id = ${ctx.workspace.id} and t.currency = ${currency} and t.day >= ${from}
    and t.day < coalesce((
      select min(valid_from) from currency_rates
      where workspace_id = ${ctx.workspace.id} and currency = ${currency} and valid_from > ${from}), 'infinity')`;
  await sql`
    create temporary table touched_days on commit drop as
    select distinct t.customer_id, t.day from orders t where ${concerned} and t.customer_id is not null`.execute(
    ctx.db,
  );
  await sql`
    update orders t
    set total_base_minor = ${baseAmount(ctx, 'total_minor')},
      refunded_base_minor = coalesce((
        select round(${baseAmount(ctx, 'total_minor')}::numeric * sum(r.amount_minor) / nullif(t.total_minor, 0))::int8
        from refunds r
        where r.workspace_id = t.workspace_id and r.order_id = t.id
          and not exists (
            select 1 from refund_reversals v where v.workspace_id = r.workspace_id and v.refund_id = r.id)), 0)
    where ${concerned}`.execute(ctx.db);
  await sql`
    update refunds r set amount_base_minor = round(t.total_base_minor::numeric * r.amount_minor / nullif(t.total_minor, 0))
    from orders t
    where ${concerned} and r.workspace_id = t.workspace_id and r.order_id = t.id`.execute(ctx.db);
  await refreshTouchedDays(ctx);
  await recordAudit(ctx, { action: 'rate.changed', entity: 'currency_rate', detail: { currency, from } });
  await emit(ctx, ordersImported, { changeSetId: null });
  return { ok: true };
}
