import { expressionBuilder, sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { DB } from '../../kernel/db/tables.ts';
import { refuse } from '../../kernel/errors.ts';
import { inBase } from '../../kernel/i18n/print.ts';
import { addDays } from '../../maths/calendar.ts';
import { visibleCustomers } from '../customers/index.ts';
import { branchNames } from '../workspaces/index.ts';
import type { Bound, Cell, Division, DivisionMeasure } from './contract.ts';
import type { Cuts } from './engine/cuts.ts';
import { lastRun, type Run } from './engine/runs.ts';
import { explainCuts } from './explain.ts';
import { movesBy } from './migration/moves.ts';
import { aboutClass, aboutScheme, nameOfClass, nameOfMeasure, nameOfScheme, playbookOf } from './playbooks/words.ts';
import { UNITS } from './rules/measures.ts';
import { MIXED, OTHER } from './rules/built-in.ts';
import type { Lack, Scheme, SchemeSettings } from './rules/schemes.ts';
import { boundsOf } from './schemes/bounds.ts';
import { knownScheme, type KnownScheme } from './schemes/known.ts';
import { presentSettings } from './schemes/settings.ts';

const LATELY = 90;

interface Asked {
  scheme: string;
  /** Only customers of this branch. */
  branchId?: string | undefined;
}

/** A scheme as its screen shows it: every class, also the empty ones. */
export async function readDivision(ctx: Ctx, { scheme: key, branchId }: Asked): Promise<Division> {
  const known = await knownScheme(ctx, key);
  if (!known) throw refuse('NOT_FOUND');
  const { scheme, settings } = known;
  const [run, sold, sums, moves] = await Promise.all([
    lastRun(ctx, key),
    anySale(ctx),
    sumsOf(ctx, key, branchId),
    movesOf(ctx, key, branchId),
  ]);
  const whole = { count: 0, minor: 0n };
  for (const { count, minor } of sums.values()) {
    whole.count += count;
    whole.minor += minor;
  }
  const measures = presentMeasures(ctx, scheme, run, branchId);
  return {
    scheme: key,
    name: nameOfScheme(ctx, scheme),
    about: aboutScheme(ctx, scheme),
    population: scheme.population,
    own: presentOwn(scheme),
    asOf: run?.asOf ?? null,
    afterDay: run?.afterDay ?? null,
    cuts: run?.cuts ? cutsByMeasure(measures) : null,
    measures,
    ways: [...scheme.ways],
    missing: missingOf(scheme, settings, run),
    dividing: dividing(known, run, sold),
    count: whole.count,
    amount: inBase(ctx, whole.minor),
    explanation: run?.cuts
      ? explainCuts(ctx, scheme, settings, { ...run, cuts: run.cuts, partNames: await partNames(ctx, run.cuts) })
      : null,
    cells: classesOf(scheme, run).map((cell) =>
      cellOf(ctx, scheme, cell, { settings, sums, moves, brought: broughtBy(sums) }),
    ),
    settings: presentSettings(ctx, settings),
  };
}

/** The classes of a scheme in the order in which they are shown; of tastes, the shop's own categories. */
export function classesOf({ population, classes }: Scheme, run: Pick<Run, 'cuts'> | null): string[] {
  return population === 'tastes' ? [...(run?.cuts?.categories ?? []), OTHER, MIXED] : [...classes];
}

export interface Sum {
  count: number;
  minor: bigint;
}

interface Known {
  settings: SchemeSettings;
  sums: Map<string, Sum>;
  moves: Map<string, { entered: number; left: number }>;
  brought: bigint;
}

/** What all classes brought together; one that cost more than it brought takes nothing off. */
export function broughtBy(sums: ReadonlyMap<string, Sum>): bigint {
  return [...sums.values()].reduce((sum, { minor }) => sum + (minor > 0n ? minor : 0n), 0n);
}

export function shareOf(minor: bigint, brought: bigint): number {
  return minor > 0n ? Number(minor) / Number(brought) : 0;
}

function cellOf(ctx: Ctx, scheme: Scheme, key: string, { settings, sums, moves, brought }: Known): Cell {
  const { count, minor } = sums.get(key) ?? { count: 0, minor: 0n };
  const playbook = playbookOf(ctx, scheme, key, settings);
  const budget = BigInt(Math.round((Number(minor) * playbook.budgetPercent) / 100));
  return {
    key,
    name: nameOfClass(ctx, scheme, key),
    about: aboutClass(ctx, scheme, key),
    ...playbook,
    ownWords: Object.hasOwn(settings.playbooks, key),
    count,
    amount: inBase(ctx, minor),
    share: shareOf(minor, brought),
    budget: minor > 0n ? inBase(ctx, budget) : null,
    entered: moves.get(key)?.entered ?? 0,
    left: moves.get(key)?.left ?? 0,
  };
}

function presentOwn({ own, measures }: Scheme): Division['own'] {
  const [across, up] = measures;
  if (!own || !across || !up) return null;
  const { names, version } = own;
  const axes = { across: across.measure, acrossLevels: across.levels, up: up.measure, upLevels: up.levels };
  return { ...axes, names, version } as Division['own'];
}

/** Of one branch: where its own customers are cut. */
function presentMeasures(ctx: Ctx, { measures }: Scheme, run: Run | null, branchId?: string): DivisionMeasure[] {
  const cuts = (branchId && run?.cuts?.parts?.bounds[branchId]) || run?.cuts?.bounds;
  return measures
    .filter(({ always }) => !always)
    .map(({ measure, levels }) => {
      const bounds = boundsOf(ctx, measure, cuts?.[measure] ?? []);
      return { key: measure, name: nameOfMeasure(ctx, measure), unit: UNITS[measure], levels, bounds };
    });
}

async function partNames(ctx: Ctx, { parts }: Cuts): Promise<Map<string, string>> {
  if (parts?.by !== 'branch') return new Map();
  return branchNames(ctx);
}

function cutsByMeasure(measures: readonly DivisionMeasure[]): Division['cuts'] {
  const told = measures.map(({ key, bounds, levels }): [string, Bound | Bound[]] => {
    const [only] = bounds;
    return [key, levels === 2 && only !== undefined ? only : bounds];
  });
  return Object.fromEntries(told);
}

function missingOf({ population }: Scheme, { active }: SchemeSettings, run: Run | null): Lack | null {
  if (!active) return 'off';
  if (run?.cuts) return null;
  if (run?.missing && run.missing !== 'off') return run.missing;
  return population === 'prospects' ? 'prospects' : 'purchases';
}

/** New settings, a scheme just made, or the first sales are on their way to being divided. */
function dividing({ scheme, settings }: KnownScheme, run: Run | null, sold: boolean): boolean {
  if (run) return run.settingsVersion !== settings.version;
  return sold && settings.active && scheme.population !== 'prospects';
}

async function anySale(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql`
    select from purchase_days where workspace_id = ${ctx.workspace.id} limit 1`.execute(ctx.db);
  return rows.length > 0;
}

function inBranch(branchId: string | undefined): RawBuilder<unknown> {
  return branchId === undefined ? sql`` : sql`and customers.branch_id = ${branchId}`;
}

export async function sumsOf(ctx: Ctx, scheme: string, branchId?: string): Promise<Map<string, Sum>> {
  const { rows } = await sql<Sum & { key: string }>`
    select m.key, count(*)::int as count, sum(m.amount_minor)::int8 as minor
    from class_members m
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id
    where m.workspace_id = ${ctx.workspace.id} and m.scheme = ${scheme} ${inBranch(branchId)}
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
    group by m.key`.execute(ctx.db);
  return new Map(rows.map((row) => [row.key, row]));
}

export async function movesOf(ctx: Ctx, scheme: string, branchId?: string): Promise<Known['moves']> {
  const { rows } = await sql<{ key: string; entered: number; left: number }>`
    select key, count(*) filter (where entering)::int as entered, count(*) filter (where not entering)::int as left
    from (
      select m.workspace_id, m.customer_id, side.key, side.entering
      from ${movesBy(ctx, scheme)} m
      cross join lateral (values (m.to_key, true), (m.from_key, false)) side (key, entering)
      where m.day > ${addDays(ctx.today, -LATELY)}
        and side.key is not null) m
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id
    where ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())} ${inBranch(branchId)}
    group by key`.execute(ctx.db);
  return new Map(rows.map((row) => [row.key, row]));
}
