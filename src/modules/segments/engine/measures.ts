import { sql, type RawBuilder } from 'kysely';
import type { Measure } from '../rules/measures.ts';

/** The measure of one row of figures; `asOf` is the day from which recency and tenure are counted. */
export function measureOf(measure: Measure, asOf: string): RawBuilder<unknown> {
  const of: Record<Measure, RawBuilder<unknown>> = {
    frequency: sql`purchase_days`,
    money: sql`amount_minor`,
    average: sql`amount_minor::float8 / purchase_days`,
    largest: sql`largest_minor`,
    // Days counted backwards, so that more is better.
    recency: sql`last_on - ${asOf}::date`,
    tenure: sql`(extract(year from age(${asOf}::date, first_on)) * 12 + extract(month from age(${asOf}::date, first_on)))`,
    stability: STABILITY,
    net: sql`amount_minor - cost_minor`,
    expected: sql`expected`,
    intention: sql`intention`,
    favourite: sql`share`,
  };
  return sql`(${of[measure]})::float8`;
}

/** As `stabilityOf` of rules/stability.ts. */
const STABILITY = sql`case when purchase_days < 2 then 0 else round((25 * (
  months::float8 / months_known + quarters::float8 / quarters_known
  + ${even(sql`quarter_squares`, sql`quarters_known`)} + ${even(sql`day_squares`, sql`purchase_days`)}))::numeric, 1) end`;

function even(squares: RawBuilder<unknown>, count: RawBuilder<unknown>): RawBuilder<unknown> {
  const mean = sql`(amount_minor::float8 / ${count})`;
  return sql`1 / (1 + sqrt(greatest(0, ${squares} / ${count} - ${mean} * ${mean})) / ${mean})`;
}
