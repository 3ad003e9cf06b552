import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { classed, cutsOf, type Cuts } from './cuts.ts';
import { figures, periodOf, type Period } from './figures.ts';
import { SCHEMES, type Scheme } from './rules/schemes.ts';
import { readSettings } from './settings.ts';

/** Up to here one purchase divides the whole shop anew, so that the cuts of a small shop are never of yesterday. */
const SMALL_SHOP = 2_000;

/** Divides the whole shop by every scheme. */
export async function divideShop(ctx: Ctx): Promise<void> {
  for (const scheme of SCHEMES) await divide(ctx, scheme);
}

/** After purchases of these customers: their classes by the cuts of the last run. */
export async function classCustomers(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  for (const scheme of SCHEMES) {
    await lock(ctx);
    const run = await lastRun(ctx, scheme);
    if (!run?.cuts || run.buyers <= SMALL_SHOP) await divide(ctx, scheme);
    else
      await keep(ctx, scheme, {
        rows: classed(run.cuts, run, figures(ctx, run, customerIds)),
        ids: customerIds,
        first: false,
      });
  }
}

export async function divide(ctx: Ctx, scheme: Scheme): Promise<void> {
  // A million customers take longer than any request may otherwise run.
  await sql`set local statement_timeout = 0`.execute(ctx.db);
  await lock(ctx);
  const before = await lastRun(ctx, scheme);
  const settings = await readSettings(ctx, scheme);
  const period = await periodOf(ctx, settings.periodMonths);
  if (period) await sql`create temp table shop_figures on commit drop as ${figures(ctx, period, null)}`.execute(ctx.db);
  const cuts = period && (await cutsOf(ctx, scheme, settings, period, SHOP_FIGURES));
  const rows = cuts ? classed(cuts, period, SHOP_FIGURES) : NOBODY;
  const moved = await keep(ctx, scheme, { rows, ids: null, first: !before?.cuts });
  await sql`drop table if exists shop_figures`.execute(ctx.db);
  // A shop that never sold has nothing to tell; one whose sales were all undone has.
  const asOf = period?.asOf ?? before?.asOf;
  if (asOf === undefined) return;
  await ctx.db
    .insertInto('class_runs')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      scheme,
      at: ctx.now,
      as_of: asOf,
      after_day: period?.afterDay ?? null,
      cuts: cuts ? JSON.stringify(cuts) : null,
      settings_version: settings.version,
      ...(await sumsOf(ctx, scheme)),
      moved,
    })
    .execute();
}

export interface Run extends Period {
  cuts: Cuts | null;
  settingsVersion: number;
  buyers: number;
  purchaseDays: number;
  amountMinor: bigint;
}

export async function lastRun(ctx: Ctx, scheme: Scheme): Promise<Run | null> {
  const row = await ctx.db
    .selectFrom('class_runs')
    .select([
      'as_of as asOf',
      'after_day as afterDay',
      'cuts',
      'settings_version as settingsVersion',
      'buyers',
      'purchase_days as purchaseDays',
      'amount_minor as amountMinor',
    ])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('scheme', '=', scheme)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { ...row, cuts: row.cuts as unknown as Cuts | null, purchaseDays: Number(row.purchaseDays) } : null;
}

/** Customers whose kept class differs from what their purchases say. None, unless something is broken. */
export async function verifyClasses(ctx: Ctx): Promise<{ customerId: string }[]> {
  const wrong: { customerId: string }[] = [];
  for (const scheme of SCHEMES) {
    const run = await lastRun(ctx, scheme);
    const { rows } = await sql<{ customerId: string }>`
      select coalesce(c.customer_id, k.customer_id) as "customerId"
      from (${run?.cuts ? classed(run.cuts, run, figures(ctx, run, null)) : NOBODY}) c
      full join (
        select * from class_members where workspace_id = ${ctx.workspace.id} and scheme = ${scheme}) k
        on k.customer_id = c.customer_id
      where (c.key, c.purchase_days, c.amount_minor, c.last_on)
        is distinct from (k.key, k.purchase_days, k.amount_minor, k.last_on)`.execute(ctx.db);
    wrong.push(...rows);
  }
  return wrong;
}

/** What a run computes once and reads for every cut and every class. */
const SHOP_FIGURES = sql`select * from shop_figures`;

const NOBODY = sql`
  select null::uuid as customer_id, null::text as key, null::int as purchase_days, null::int8 as amount_minor,
    null::date as last_on, null::smallint as r, null::smallint as f, null::smallint as m where false`;

/** Notes who moves, then keeps the new classes; a customer who stays keeps the day since when. */
async function keep(
  ctx: Ctx,
  scheme: Scheme,
  { rows, ids, first }: { rows: RawBuilder<unknown>; ids: readonly string[] | null; first: boolean },
): Promise<number> {
  const workspace = ctx.workspace.id;
  const some = ids === null ? sql`` : sql`and customer_id = any (${[...ids]}::uuid[])`;
  // What differs from what is kept is little on most days, and all that is written.
  await sql`
    create temp table class_changes on commit drop as
    select customer_id, k.key as from_key, n.key as to_key, n.purchase_days, n.amount_minor, n.last_on, n.r, n.f, n.m
    from (${rows}) n
    full join (select * from class_members where workspace_id = ${workspace} and scheme = ${scheme} ${some}) k
      using (customer_id)
    where (k.key, k.purchase_days, k.amount_minor, k.last_on, k.r, k.f, k.m) is distinct from
      (n.key, n.purchase_days, n.amount_minor, n.last_on, n.r, n.f, n.m)`.execute(ctx.db);
  const moves = await sql`
    insert into class_moves (workspace_id, id, scheme, customer_id, from_key, to_key, day)
    select ${workspace}, gen_random_uuid(), ${scheme}, customer_id, from_key, to_key, ${ctx.today}
    from class_changes
    where from_key is distinct from to_key and not ${first}::boolean
      and exists (select 1 from customers c where c.workspace_id = ${workspace} and c.id = customer_id)`.execute(
    ctx.db,
  );
  await sql`
    delete from class_members k using class_changes n
    where k.workspace_id = ${workspace} and k.scheme = ${scheme} and k.customer_id = n.customer_id
      and n.to_key is null`.execute(ctx.db);
  await sql`
    insert into class_members as k (workspace_id, scheme, customer_id, key, since, purchase_days, amount_minor,
      last_on, r, f, m)
    select ${workspace}, ${scheme}, customer_id, to_key, ${ctx.today}, purchase_days, amount_minor, last_on, r, f, m
    from class_changes where to_key is not null
    on conflict (workspace_id, scheme, customer_id) do update
    set key = excluded.key, since = case when k.key = excluded.key then k.since else excluded.since end,
      purchase_days = excluded.purchase_days, amount_minor = excluded.amount_minor, last_on = excluded.last_on,
      r = excluded.r, f = excluded.f, m = excluded.m`.execute(ctx.db);
  await sql`drop table class_changes`.execute(ctx.db);
  return Number(moves.numAffectedRows ?? 0);
}

async function sumsOf(ctx: Ctx, scheme: Scheme) {
  return ctx.db
    .selectFrom('class_members')
    .select([
      sql<number>`count(*)::int`.as('buyers'),
      sql<bigint>`coalesce(sum(purchase_days), 0)::int8`.as('purchase_days'),
      sql<bigint>`coalesce(sum(amount_minor), 0)::int8`.as('amount_minor'),
    ])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('scheme', '=', scheme)
    .executeTakeFirstOrThrow();
}

async function lock(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`classes ${ctx.workspace.id}`}, 0))`.execute(ctx.db);
}
