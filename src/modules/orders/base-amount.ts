import { sql } from 'kysely';
import { exponentOf } from '../../maths/money.ts';
import type { Ctx } from '../../kernel/context.ts';
import { MAX_ORDER_MINOR } from './rules/line-amounts.ts';

/**
 * An amount of a row with `currency` and `day`, in minor units of the base currency at the rate valid on that day; null
 * while there is none, or where the rate makes it impossibly large. Halves go away from zero. One expression for every
 * place, so that all agree to the last fen.
 */
export function baseAmount(ctx: Ctx, amount: 'total' | 'total_minor', row = 't') {
  const column = (name: string) => sql.ref(`${row}.${name}`);
  const base = ctx.workspace.baseCurrency;
  return sql`case when ${column('currency')} = ${base} then ${column(amount)} else (
    select case when abs(known.amount) <= ${MAX_ORDER_MINOR}::int8 then known.amount::int8 end
    from (
      select round(${column(amount)} * r.rate * power(10::numeric, ${exponentOf(base)}::int - ${decimals(column('currency'))})) as amount
      from currency_rates r
      where r.workspace_id = ${ctx.workspace.id} and r.currency = ${column('currency')} and r.valid_from <= ${column('day')}
      order by r.valid_from desc limit 1
    ) known) end`;
}

/** ISO 4217 currencies whose decimals are not two. */
export const OTHER_DECIMALS: Readonly<Record<number, readonly string[]>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
  3: 'BHD IQD JOD KWD LYD OMR TND'.split(' '),
  4: 'CLF UYW'.split(' '),
};

function decimals(currency: ReturnType<typeof sql>) {
  const cases = Object.entries(OTHER_DECIMALS).map(
    ([digits, codes]) => sql`when ${currency} = any (${[...codes]}::text[]) then ${Number(digits)}::int`,
  );
  return sql`(case ${sql.join(cases, sql` `)} else 2 end)`;
}
