import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { movesBy } from './moves.ts';

/**
 * `customer_id, from_key, amount_minor` of each customer's first move on or after a day: what they left tells where they
 * stood before it. `contacts` (`customer_id, day`): for who is among them, their own day counts.
 */
export function firstMovesSince(
  ctx: Ctx,
  scheme: string,
  day: RawBuilder<unknown>,
  contacts?: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const since = contacts ? sql`coalesce(c.day, ${day})` : day;
  return sql`
    select distinct on (v.customer_id) v.customer_id, v.from_key, v.amount_minor
    from ${movesBy(ctx, scheme)} v
    ${contacts ? sql`left join ${contacts} c on c.customer_id = v.customer_id` : sql``}
    where v.day >= ${day} and v.day >= ${since}
    order by v.customer_id, v.day, v.at nulls first, v.id`;
}
