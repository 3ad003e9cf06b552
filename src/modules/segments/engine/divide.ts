import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { emit, lockOrLater } from '../../../kernel/outbox.ts';
import { pastWanted } from '../contract.ts';
import { byWholeMonths, type Lack, type Scheme, type SchemeSettings } from '../rules/schemes.ts';
import { knownScheme, knownSchemes, type KnownScheme } from '../schemes/known.ts';
import { classed, NOBODY } from './classed.ts';
import { apartBy, cutsOf, type Cuts } from './cuts.ts';
import { figures, periodOf, type Period } from './figures.ts';
import { keep } from './keep.ts';
import { expectedBase, prospects, type ExpectedBase } from './prospects.ts';
import { withParts } from './parts.ts';
import { lastRuns, noteRun, type Run } from './runs.ts';
import { categoriesOf, tastes } from './tastes.ts';

/** Up to here one purchase divides the whole shop anew, so that the cuts of a small shop are never of yesterday. */
const SMALL_SHOP = 2_000;

/** Divides the whole shop by every scheme that is used. */
export async function divideShop(ctx: Ctx): Promise<void> {
  await lockClasses(ctx);
  await divideBy(ctx, (await knownSchemes(ctx)).filter(used));
}

/** Divides the whole shop by one scheme; one that is used no longer, or is gone, keeps nobody. */
export async function divide(ctx: Ctx, key: string): Promise<void> {
  await lockClasses(ctx);
  const known = await knownScheme(ctx, key);
  if (known && used(known)) await divideBy(ctx, [known]);
  else await leaveAll(ctx, key, known);
}

/** After purchases of these customers: their classes by the cuts of the last run. */
export function classCustomers(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  return classSome(ctx, customerIds, () => true);
}

/** After something was learnt about these customers (null: about many): only who has not bought yet is concerned. */
export async function classProspects(ctx: Ctx, customerIds: readonly string[] | null): Promise<void> {
  if (customerIds && !(await anyProspect(ctx, customerIds))) return;
  await classSome(ctx, customerIds, ({ scheme }) => scheme.population === 'prospects');
}

/** After cards were changed: more may be known of prospects, and who belongs to another branch stands among its customers. */
export async function classChanged(ctx: Ctx, customerIds: readonly string[] | null): Promise<void> {
  await classProspects(ctx, customerIds);
  const byBranch = ({ scheme, settings }: KnownScheme) => apartBy(scheme, settings) === 'branch';
  if ((await knownSchemes(ctx)).some(byBranch)) await classSome(ctx, customerIds, byBranch);
}

async function classSome(
  ctx: Ctx,
  ids: readonly string[] | null,
  wanted: (known: KnownScheme) => boolean,
): Promise<void> {
  await lockOrLater(ctx, classesOf(ctx));
  const schemes = (await knownSchemes(ctx)).filter((known) => used(known) && wanted(known));
  const runs = await lastRuns(ctx, keysOf(schemes));
  const anew: KnownScheme[] = [];
  for (const known of schemes) {
    const run = runs.get(known.scheme.key);
    if (!ids || !run?.cuts || run.buyers <= SMALL_SHOP) anew.push(known);
    else await keep(ctx, known.scheme.key, { rows: rowsOf(ctx, known, run, run.cuts, ids), ids, first: false });
  }
  await divideBy(ctx, anew, { afterOne: true });
}

/** The classes of customers by a run's cuts: of some, or of all (null). */
export function rowsOf(
  ctx: Ctx,
  { scheme, settings }: KnownScheme,
  run: Pick<Run, 'asOf' | 'afterDay'>,
  cuts: Cuts,
  ids: readonly string[] | null,
): RawBuilder<unknown> {
  const period = { asOf: run.asOf, afterDay: run.afterDay, monthly: byWholeMonths(scheme) };
  const rows = figuresOf(ctx, scheme, { ...settings, apart: cuts.parts?.by ?? 'shop' }, period, cuts, ids);
  return classed(scheme, cuts, run.asOf, rows);
}

export function figuresOf(
  ctx: Ctx,
  scheme: Scheme,
  settings: SchemeSettings,
  period: Period,
  { base }: Pick<Cuts, 'base'>,
  ids: readonly string[] | null,
): RawBuilder<unknown> {
  const { population } = scheme;
  if (population === 'prospects') return prospects(ctx, base ?? { shopMean: 0, groups: [] }, settings.weights, ids);
  if (population === 'tastes') return tastes(ctx, period, ids);
  return withParts(ctx, figures(ctx, period, ids), apartBy(scheme, settings), ids);
}

/** Schemes that look at the same purchases share one pass over them. `afterOne`: because of a few customers alone. */
async function divideBy(ctx: Ctx, schemes: readonly KnownScheme[], { afterOne = false } = {}): Promise<void> {
  if (schemes.length === 0) return;
  // A million customers take longer than any request may otherwise run.
  await sql`set local statement_timeout = 0`.execute(ctx.db);
  const runs = await lastRuns(ctx, keysOf(schemes));
  for (const together of Map.groupBy(schemes, sharedFigures).values())
    await divideTogether(ctx, together, runs, afterOne);
}

function sharedFigures({ scheme, settings }: KnownScheme): string {
  return [scheme.population, settings.periodMonths, byWholeMonths(scheme), apartBy(scheme, settings)].join(' ');
}

async function divideTogether(
  ctx: Ctx,
  together: readonly KnownScheme[],
  runs: Map<string, Run>,
  afterOne: boolean,
): Promise<void> {
  const [first] = together;
  if (!first) return;
  const { scheme, settings } = first;
  const ofProspects = scheme.population === 'prospects';
  const told = afterOne ? baseOfToday(ctx, runs.get(scheme.key)) : undefined;
  const base = ofProspects ? (told ?? (await expectedBase(ctx))) : undefined;
  const period: Period | null = ofProspects
    ? { asOf: ctx.today, afterDay: null, monthly: false }
    : await periodOf(ctx, settings.periodMonths, byWholeMonths(scheme));
  if (period) {
    const rows = figuresOf(ctx, scheme, settings, period, base ? { base } : {}, null);
    await sql`create temp table shop_figures on commit drop as ${rows}`.execute(ctx.db);
  }
  const categories = period && scheme.population === 'tastes' ? await categoriesOf(ctx) : undefined;
  for (const known of together) {
    const more = { ...(base ? { base } : {}), ...(categories ? { categories } : {}) };
    await divideOne(ctx, known, period, more, runs.get(known.scheme.key));
  }
  await sql`drop table if exists shop_figures`.execute(ctx.db);
}

/** What many buyers bring a year is not another after one purchase: in a large shop it is reckoned once a day. */
function baseOfToday(ctx: Ctx, run: Run | undefined): ExpectedBase | undefined {
  const base = run?.asOf === ctx.today ? run.cuts?.base : undefined;
  return (base?.buyers ?? 0) > SMALL_SHOP ? base : undefined;
}

/** The figures of the period that are looked at now, for several schemes. */
export const SHOP_FIGURES = sql`select * from shop_figures`;

async function divideOne(
  ctx: Ctx,
  { scheme, settings }: KnownScheme,
  period: Period | null,
  more: Partial<Cuts>,
  before: Run | undefined,
): Promise<void> {
  const found = period ? await cutsOf(ctx, scheme, settings, period.asOf) : 'purchases';
  const missing: Lack | null =
    typeof found !== 'string' ? null : scheme.population === 'tastes' && period ? 'categories' : found;
  const cuts: Cuts | null = typeof found === 'string' ? null : { ...found, ...more };
  const rows = cuts && period ? classed(scheme, cuts, period.asOf, SHOP_FIGURES) : NOBODY;
  const moved = await keep(ctx, scheme.key, { rows, ids: null, first: !before?.cuts });
  // A shop that never sold has nothing to tell; one whose sales were all undone has.
  const asOf = period?.asOf ?? before?.asOf;
  if (asOf === undefined) return;
  const { key } = scheme;
  const run = { scheme: key, asOf, afterDay: period?.afterDay ?? null, cuts, missing, moved };
  await noteRun(ctx, { ...run, settingsVersion: settings.version }, before);
  if (tellsPastAnew(scheme, settings, before, cuts, moved)) await emit(ctx, pastWanted, { scheme: key });
}

/** The first time, and where people stand elsewhere only because the shop is cut elsewhere now. */
function tellsPastAnew(
  { population }: Scheme,
  { version }: SchemeSettings,
  before: Run | undefined,
  cuts: Cuts | null,
  moved: number,
): boolean {
  if (population === 'prospects' || !cuts) return false;
  return !before?.cuts || (before.settingsVersion !== version && moved > 0);
}

/** Nobody moves by this: the shop only stopped looking. */
async function leaveAll(ctx: Ctx, key: string, known: KnownScheme | null): Promise<void> {
  const before = (await lastRuns(ctx, [key])).get(key);
  await keep(ctx, key, { rows: NOBODY, ids: null, first: true });
  await emit(ctx, pastWanted, { scheme: key });
  if (!known || !before) return;
  const run = {
    scheme: key,
    asOf: before.asOf,
    afterDay: before.afterDay,
    cuts: null,
    missing: 'off' as const,
    moved: 0,
  };
  await noteRun(ctx, { ...run, settingsVersion: known.settings.version }, before);
}

async function anyProspect(ctx: Ctx, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    select 1 from customers
    where workspace_id = ${ctx.workspace.id} and id = any (${[...ids]}::uuid[]) and stage in ('lead', 'prospect')
    union all
    select 1 from class_members
    where workspace_id = ${ctx.workspace.id} and scheme = 'p-class' and customer_id = any (${[...ids]}::uuid[])
    limit 1`.execute(ctx.db);
  return rows.length > 0;
}

function used({ settings }: KnownScheme): boolean {
  return settings.active;
}

function keysOf(schemes: readonly KnownScheme[]): string[] {
  return schemes.map(({ scheme }) => scheme.key);
}

async function lockClasses(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${classesOf(ctx)}, 0))`.execute(ctx.db);
}

function classesOf({ workspace }: Ctx): string {
  return `classes ${workspace.id}`;
}
