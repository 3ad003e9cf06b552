import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CivilDate } from '../../../maths/calendar.ts';
import { LONGEST_HALF_YEARS, returnChances, type Returns } from './rules/chance.ts';

/** Days of half a year. */
export const HALF_YEAR = 183;

/** Counts anew who of the lost came back, and when: at night, and after an import. */
export async function countReturns(ctx: Ctx, until: CivilDate): Promise<void> {
  await ctx.db.deleteFrom('retention_returns').where('workspace_id', '=', ctx.workspace.id).execute();
  await sql`
    with episodes as (
      select l.lost_on, (
        select b.month from retention_customer_months b
        where b.workspace_id = l.workspace_id and b.customer_id = l.customer_id and b.standing = 'back'
          and b.month >= date_trunc('month', l.lost_on::timestamp)::date and b.month <= ${until}
        order by b.month limit 1) as back_in
      from retention_customer_months l
      where l.workspace_id = ${ctx.workspace.id} and l.lost_on <= ${until}
    ),
    spans as (
      select least(${LONGEST_HALF_YEARS}::int, h) as half_years,
        back_in is not null and h = floor(greatest(0, back_in - lost_on)::float8 / ${HALF_YEAR}::int)::int as ended
      from episodes
      -- Half-years that are over, up to the one in which they came back. Counting who came back in one that still runs,
      -- and nobody else of it, would promise too much.
      cross join lateral generate_series(0, least(
        floor((${until}::date - lost_on)::float8 / ${HALF_YEAR}::int)::int - 1,
        floor(greatest(0, back_in - lost_on)::float8 / ${HALF_YEAR}::int)::int)) h
    )
    insert into retention_returns (workspace_id, half_years, away, returned)
    select ${ctx.workspace.id}, half_years, count(*)::int, count(*) filter (where ended)::int
    from spans group by half_years`.execute(ctx.db);
}

export async function readChances(ctx: Ctx): Promise<{ chances: number[]; seen: Returns[] }> {
  const seen = await ctx.db
    .selectFrom('retention_returns')
    .select(['half_years as halfYears', 'away', 'returned'])
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('half_years')
    .execute();
  return { chances: returnChances(seen), seen };
}
