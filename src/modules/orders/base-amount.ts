import { sql } from 'kysely';
import { exponentOf } from '../../maths/money.ts';
import type { Ctx } from '../../kernel/context.ts';

/**
 * An amount of a row with `currency` and `day`, in minor units of the base currency at the rate valid on that day; null
 * while there is none. Halves go away from zero. One expression for every place, so that all agree to the last fen.
 */
export function baseAmount(ctx: Ctx, amount: 'total' | 'total_minor' | 'amount_minor', row = 't') {
  const column = (name: string) => sql.ref(`${row}.${name}`);
  const base = ctx.workspace.baseCurrency;
  return sql`case when ${column('currency')} = ${base} then ${column(amount)} else (
    select round(${column(amount)} * r.rate * ${powers(base, column('currency'))})::int8
    from currency_rates r
    where r.workspace_id = ${ctx.workspace.id} and r.currency = ${column('currency')} and r.valid_from <= ${column('day')}
    order by r.valid_from desc limit 1) end`;
}

/** 10 to the difference of decimals: from yen (none) to yuan (two) it is 100. */
function powers(base: string, currency: ReturnType<typeof sql>) {
  const digits = exponentOf(base);
  return sql`power(10::numeric, ${digits}::int - case
    when ${currency} in ('BIF','CLP','DJF','GNF','ISK','JPY','KMF','KRW','PYG','RWF','UGX','UYI','VND','VUV','XAF','XOF','XPF') then 0
    when ${currency} in ('BHD','IQD','JOD','KWD','LYD','OMR','TND') then 3
    when ${currency} in ('CLF','UYW') then 4 else 2 end)`;
}
