import { sql, type RawBuilder } from 'kysely';
import { FOLLOWING } from '../rules/measures.ts';
import { MIXED, OTHER } from '../rules/built-in.ts';
import type { Scheme } from '../rules/schemes.ts';
import type { Cuts } from './cuts.ts';
import { measureOf } from './measures.ts';

const PLACES = [0, 1, 2] as const;

/** `customer_id, key, purchase_days, amount_minor, last_on, v1, v2, v3, l1, l2, l3, part` of the customers with these figures. */
export function classed(scheme: Scheme, cuts: Cuts, asOf: string, figures: RawBuilder<unknown>): RawBuilder<unknown> {
  if (scheme.population === 'tastes') return tasted(cuts, figures);
  const { measures, scale } = scheme;
  const values = measures.map(({ measure }, at) => sql`${measureOf(measure, asOf)} as ${sql.id(`x${at + 1}`)}`);
  const levels = PLACES.map((at) => {
    const one = measures[at];
    if (!one) return sql`null::smallint as ${sql.id(`l${at + 1}`)}`;
    const value = sql.ref(`x${at + 1}`);
    const by = (bounds: readonly number[] = []) => level(value, one.always ?? bounds, scale ?? one.levels);
    const ofShop = by(cuts.bounds[one.measure]);
    const parts = one.always ? [] : Object.entries(cuts.parts?.bounds ?? {});
    const ofParts = parts.map(([part, bounds]) => sql`when ${part} then ${by(bounds[one.measure])}`);
    const found = parts.length === 0 ? ofShop : sql`case part ${sql.join(ofParts, sql` `)} else ${ofShop} end`;
    return sql`${found} as ${sql.id(`l${at + 1}`)}`;
  });
  const kept = PLACES.map((at) => {
    const one = measures[at];
    const value = one && !FOLLOWING.includes(one.measure) ? sql.ref(`x${at + 1}`) : sql`null::float8`;
    return sql`${value} as ${sql.id(`v${at + 1}`)}`;
  });
  const trade =
    scheme.population === 'buyers'
      ? sql`purchase_days, amount_minor, last_on, ${partIn(cuts)} as part`
      : sql`null::int as purchase_days, expected::int8 as amount_minor, null::date as last_on, null::text as part`;
  return sql`
    select customer_id, (${[...scheme.table]}::text[])[${placeIn(scheme)} + 1] as key, purchase_days, amount_minor,
      last_on, ${sql.join(kept)}, l1, l2, l3, part
    from (
      select *, ${sql.join(levels)}
      from (select customer_id, ${trade}, ${sql.join(values)} from (${figures}) figures) measured) levelled`;
}

/** Nobody at all, in the shape of `classed`. */
export const NOBODY = sql`
  select null::uuid as customer_id, null::text as key, null::int as purchase_days, null::int8 as amount_minor,
    null::date as last_on, null::float8 as v1, null::float8 as v2, null::float8 as v3, null::smallint as l1,
    null::smallint as l2, null::smallint as l3, null::text as part where false`;

/** Null for whoever is divided where the shop is. */
function partIn({ parts }: Cuts): RawBuilder<unknown> {
  return parts ? sql`case when part = any (${Object.keys(parts.bounds)}::text[]) then part end` : sql`null::text`;
}

function placeIn({ measures, scale }: Scheme): RawBuilder<unknown> {
  return measures.reduce<RawBuilder<unknown>>(
    (sum, { levels }, at) => sql`(${sum}) * ${scale ?? levels}::int + ${sql.ref(`l${at + 1}`)} - 1`,
    sql`0`,
  );
}

/** As `levelIn` of rules/schemes.ts. */
function level(value: RawBuilder<unknown>, bounds: readonly number[], levels: number): RawBuilder<unknown> {
  if (bounds.length === 0) return sql`${Math.floor((levels + 1) / 2)}::smallint`;
  const reached = sql`width_bucket(${value}, ${[...bounds]}::float8[])`;
  return sql`(1 + floor((${levels}::float8 - 1) * ${reached} / ${bounds.length} + 0.5))::smallint`;
}

function tasted({ bounds, categories = [] }: Cuts, figures: RawBuilder<unknown>): RawBuilder<unknown> {
  const bound = bounds['favourite']?.[0] ?? 50;
  return sql`
    select customer_id, case when share < ${bound}::float8 then ${MIXED}
        when favourite = any (${categories}::text[]) then favourite else ${OTHER} end as key,
      purchase_days, amount_minor, last_on, share as v1, null::float8 as v2, null::float8 as v3,
      (case when share < ${bound}::float8 then 1 else 2 end)::smallint as l1, null::smallint as l2,
      null::smallint as l3, null::text as part
    from (${figures}) figures`;
}
