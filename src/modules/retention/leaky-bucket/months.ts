import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CivilDate } from '../../../maths/calendar.ts';

/** The bucket of one month: customers, and base currency in minor units. */
export interface BucketMonth {
  month: CivilDate;
  new: number;
  newMinor: bigint;
  kept: number;
  keptMinor: bigint;
  back: number;
  backMinor: bigint;
  lost: number;
  lostMinor: bigint;
}

/** All months up to the day named, oldest first. Stale ones are added up on the way: mostly one, the running month. */
export async function readMonths(ctx: Ctx, until: CivilDate): Promise<BucketMonth[]> {
  const { rows } = await sql<BucketMonth>`
    select ${FIGURES} from retention_months
    where workspace_id = ${ctx.workspace.id} and not stale and month <= ${until}
    union all
    select ${FIGURES} from (${computedMonths(ctx, until, sql`month in (${staleMonths(ctx, until)})`)}) fresh
    order by month`.execute(ctx.db);
  return rows;
}

/** Adds up what changed, for good. The running month is looked at each time: a loss comes by the mere passing of a day. */
export async function sumStaleMonths(ctx: Ctx, until: CivilDate): Promise<void> {
  await sql`
    update retention_months set stale = true
    where workspace_id = ${ctx.workspace.id} and month > ${until}::date - 62 and month <= ${until} and not stale`.execute(
    ctx.db,
  );
  await sumCohorts(ctx, until);
  await sql`
    with fresh as (${computedMonths(ctx, until, sql`month in (${staleMonths(ctx, until)})`)})
    update retention_months k
    set stale = false, new = coalesce(f.new, 0), new_minor = coalesce(f.new_minor, 0), kept = coalesce(f.kept, 0),
      kept_minor = coalesce(f.kept_minor, 0), back = coalesce(f.back, 0), back_minor = coalesce(f.back_minor, 0),
      lost = coalesce(f.lost, 0), lost_minor = coalesce(f.lost_minor, 0)
    from retention_months m left join fresh f on f.month = m.month
    where m.workspace_id = ${ctx.workspace.id} and m.stale and m.month <= ${until}
      and k.workspace_id = m.workspace_id and k.month = m.month`.execute(ctx.db);
  // The running month goes on being stale: tomorrow it holds more.
  await sql`
    update retention_months set stale = true
    where workspace_id = ${ctx.workspace.id} and month = date_trunc('month', ${until}::timestamp)::date`.execute(
    ctx.db,
  );
}

export function staleMonths(ctx: Ctx, until: CivilDate): RawBuilder<unknown> {
  return sql`
    select month from retention_months
    where workspace_id = ${ctx.workspace.id} and stale and month <= ${until}`;
}

/** Who bought in which month, by the month of the first purchase and by where the customer came from. */
export function computedCells(ctx: Ctx, which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select m.month, m.first_month, coalesce(c.source, '') as source, coalesce(c.branch_id::text, '') as branch,
      count(*)::int as customers, least(sum(m.amount_minor), 9e18::numeric)::int8 as amount_minor
    from retention_customer_months m
    join customers c on c.workspace_id = m.workspace_id and c.id = m.customer_id
    where m.workspace_id = ${ctx.workspace.id} and m.standing is not null and ${which}
    group by m.month, m.first_month, c.source, c.branch_id`;
}

async function sumCohorts(ctx: Ctx, until: CivilDate): Promise<void> {
  await sql`
    delete from retention_cohort_cells
    where workspace_id = ${ctx.workspace.id} and month in (${staleMonths(ctx, until)})`.execute(ctx.db);
  await sql`
    insert into retention_cohort_cells (workspace_id, month, first_month, source, branch, customers, amount_minor)
    select ${ctx.workspace.id}, x.* from (${computedCells(ctx, sql`m.month in (${staleMonths(ctx, until)})`)}) x`.execute(
    ctx.db,
  );
}

const FIGURES = sql.raw(`month, new, new_minor as "newMinor", kept, kept_minor as "keptMinor", back,
  back_minor as "backMinor", lost, lost_minor as "lostMinor"`);

function computedMonths(ctx: Ctx, until: CivilDate, which: RawBuilder<unknown>): RawBuilder<unknown> {
  const figures = (standing: string) => sql`
    count(*) filter (where standing = ${standing})::int as ${sql.ref(standing)},
    least(coalesce(sum(amount_minor) filter (where standing = ${standing}), 0), 9e18::numeric)::int8 as ${sql.ref(`${standing}_minor`)}`;
  return sql`
    select month, ${figures('new')}, ${figures('kept')}, ${figures('back')},
      count(*) filter (where lost_on <= ${until})::int as lost,
      least(coalesce(sum(lost_minor) filter (where lost_on <= ${until}), 0), 9e18::numeric)::int8 as lost_minor
    from retention_customer_months
    where workspace_id = ${ctx.workspace.id} and ${which}
    group by month`;
}
