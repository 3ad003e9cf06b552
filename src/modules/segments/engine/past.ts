import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { emit } from '../../../kernel/outbox.ts';
import { addDays, addMonths, startOfMonth } from '../../../maths/calendar.ts';
import { pastWanted } from '../contract.ts';
import { byWholeMonths } from '../rules/schemes.ts';
import { knownScheme, knownSchemes, type KnownScheme } from '../schemes/known.ts';
import { classed } from './classed.ts';
import { cutsOf } from './cuts.ts';
import { figuresOf, SHOP_FIGURES } from './divide.ts';
import { periodOf } from './figures.ts';
import { categoriesOf } from './tastes.ts';

/** Of so many months before this one it is worked out who was where. */
const MONTHS = 12;
/** A till's file of the last weeks changes nothing of the past. */
const OLD = 60;

/** After an import or its undo: if it changed the past, every scheme's past is told anew. */
export async function tellPastAfter(ctx: Ctx, changeSetId: string | null): Promise<void> {
  const { rows } = await sql<{ first: string | null }>`
    select min(day) as first from orders
    where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId}`.execute(ctx.db);
  const first = rows[0]?.first ?? null;
  // Nothing left of it: it was taken back, and may have been of any time.
  if (first !== null && first > addDays(ctx.today, -OLD)) return;
  const used = (await knownSchemes(ctx)).filter(hasPast);
  for (const { scheme } of used) await emit(ctx, pastWanted, { scheme: scheme.key });
}

/**
 * Works out from the purchases who was in which class at the end of each of the last months, and who moved between them:
 * a shop that brings its receipts along need not wait a year to see who rose. Today's settings cut each of the months.
 */
export async function tellPast(ctx: Ctx, key: string): Promise<void> {
  // Not the lock of the classes: it takes minutes in a large shop, and what today's orders change is none of the past.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`past classes ${ctx.workspace.id}`}, 0))`.execute(ctx.db);
  await sql`set local statement_timeout = 0`.execute(ctx.db);
  const known = await knownScheme(ctx, key);
  await forgetPast(ctx, key);
  if (!known || !hasPast(known)) return;
  await sql`create temp table class_past (step int, customer_id uuid, key text, amount_minor int8, last_on date)
    on commit drop`.execute(ctx.db);
  const ends = monthEnds(ctx.today);
  for (const [step, end] of ends.entries()) await classAt(ctx, known, step, end);
  await keepMoves(ctx, key, [...ends, ctx.today]);
  await sql`drop table class_past`.execute(ctx.db);
}

/** What people are is known of today alone; what they bought, of every day. */
function hasPast({ scheme, settings }: KnownScheme): boolean {
  return settings.active && scheme.population !== 'prospects';
}

/** Last days of the months before this one, the oldest first. */
function monthEnds(today: string): string[] {
  const begin = startOfMonth(today);
  return Array.from({ length: MONTHS }, (_one, n) => addDays(addMonths(begin, n - MONTHS + 1), -1));
}

async function classAt(ctx: Ctx, { scheme, settings }: KnownScheme, step: number, end: string): Promise<void> {
  const period = await periodOf(ctx, settings.periodMonths, byWholeMonths(scheme), end);
  if (!period) return;
  await sql`create temp table shop_figures on commit drop as ${figuresOf(ctx, scheme, settings, period, {}, null)}`.execute(
    ctx.db,
  );
  const found = await cutsOf(ctx, scheme, settings, period.asOf);
  if (typeof found !== 'string') {
    const cuts = scheme.population === 'tastes' ? { ...found, categories: await categoriesOf(ctx) } : found;
    await sql`
      insert into class_past
      select ${step}::int, customer_id, key, amount_minor, last_on
      from (${classed(scheme, cuts, period.asOf, SHOP_FIGURES)}) told`.execute(ctx.db);
  }
  await sql`drop table shop_figures`.execute(ctx.db);
}

/** `ends`: of each step; the last one is today, whose classes are kept. */
async function keepMoves(ctx: Ctx, scheme: string, ends: readonly string[]): Promise<void> {
  const workspace = ctx.workspace.id;
  const steps = ends.length;
  await sql`
    insert into class_past
    select ${steps - 1}::int, customer_id, key, amount_minor, last_on from class_members
    where workspace_id = ${workspace} and scheme = ${scheme}`.execute(ctx.db);
  await sql`
    insert into class_past_moves (workspace_id, scheme, day, customer_id, from_key, to_key, amount_minor)
    select ${workspace}, ${scheme},
      case when n.last_on > (${ends}::date[])[step] then least(n.last_on, (${ends}::date[])[step + 1])
        else (${ends}::date[])[step + 1] end,
      customer_id, p.key, n.key, coalesce(n.amount_minor, p.amount_minor)
    from (select step + 1 as step, customer_id, key, amount_minor from class_past where step < ${steps - 1}::int) p
    full join (select * from class_past where step > 0) n using (step, customer_id)
    where p.key is distinct from n.key
      and exists (select from customers c where c.workspace_id = ${workspace} and c.id = customer_id)`.execute(ctx.db);
  await sql`
    insert into class_pasts (workspace_id, scheme, from_month, written_at)
    select ${workspace}, ${scheme}, date_trunc('month', first)::date, ${ctx.now}
    from (
      select case when exists (select from class_past where step = 0) then ${addDays(ends[0] as string, 1)}::date
        else (select min(day) from class_past_moves where workspace_id = ${workspace} and scheme = ${scheme}) end as first
    ) known
    where first is not null`.execute(ctx.db);
}

async function forgetPast(ctx: Ctx, scheme: string): Promise<void> {
  for (const table of ['class_past_moves', 'class_pasts'] as const) {
    await ctx.db.deleteFrom(table).where('workspace_id', '=', ctx.workspace.id).where('scheme', '=', scheme).execute();
  }
}
