import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Lack } from '../rules/schemes.ts';
import type { Cuts } from './cuts.ts';

/** One division of the whole shop by a scheme. */
export interface Run {
  scheme: string;
  /** Of a scheme of prospects before the first purchase: the day of the run. */
  asOf: string;
  afterDay: string | null;
  cuts: Cuts | null;
  missing: Lack | null;
  settingsVersion: number;
  buyers: number;
  purchaseDays: number;
  amountMinor: bigint;
}

/** The newest run of each scheme that ever had one. */
export async function lastRuns(ctx: Ctx, schemes: readonly string[]): Promise<Map<string, Run>> {
  const { rows } = await sql<Omit<Run, 'purchaseDays'> & { purchaseDays: bigint }>`
    select r.* from unnest(${[...schemes]}::text[]) wanted (scheme)
    cross join lateral (
      select scheme, as_of as "asOf", after_day as "afterDay", cuts, missing, settings_version as "settingsVersion",
        buyers, purchase_days as "purchaseDays", amount_minor as "amountMinor"
      from class_runs r
      where r.workspace_id = ${ctx.workspace.id} and r.scheme = wanted.scheme
      order by r.at desc, r.id desc limit 1) r`.execute(ctx.db);
  return new Map(rows.map((row) => [row.scheme, { ...row, purchaseDays: Number(row.purchaseDays) }]));
}

export async function lastRun(ctx: Ctx, scheme: string): Promise<Run | null> {
  return (await lastRuns(ctx, [scheme])).get(scheme) ?? null;
}

interface Finished {
  scheme: string;
  asOf: string;
  afterDay: string | null;
  cuts: Cuts | null;
  missing: Lack | null;
  settingsVersion: number;
  moved: number;
}

/** Notes a run, unless it found what the last one had found. */
export async function noteRun(ctx: Ctx, run: Finished, before: Run | undefined): Promise<void> {
  const sums = await sumsOf(ctx, run.scheme);
  const { asOf, afterDay, cuts, missing, settingsVersion } = run;
  const found = { asOf, afterDay, cuts, missing, settingsVersion };
  if (before && sameRun({ ...found, ...sums }, before)) return;
  await ctx.db
    .insertInto('class_runs')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      scheme: run.scheme,
      at: ctx.now,
      as_of: asOf,
      after_day: afterDay,
      cuts: cuts ? JSON.stringify(cuts) : null,
      missing,
      settings_version: settingsVersion,
      buyers: sums.buyers,
      purchase_days: BigInt(sums.purchaseDays),
      amount_minor: sums.amountMinor,
      moved: run.moved,
    })
    .execute();
}

function sameRun(found: Omit<Run, 'scheme'>, before: Run): boolean {
  const told = ({
    asOf,
    afterDay,
    cuts,
    missing,
    settingsVersion,
    buyers,
    purchaseDays,
    amountMinor,
  }: Omit<Run, 'scheme'>) =>
    JSON.stringify([asOf, afterDay, sorted(cuts), missing, settingsVersion, buyers, purchaseDays, String(amountMinor)]);
  return told(found) === told(before);
}

/** The database keeps the names in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => [name, sorted(own)]);
}

async function sumsOf(ctx: Ctx, scheme: string) {
  const row = await ctx.db
    .selectFrom('class_members')
    .select([
      sql<number>`count(*)::int`.as('buyers'),
      sql<bigint>`coalesce(sum(purchase_days), 0)::int8`.as('days'),
      sql<bigint>`coalesce(sum(amount_minor), 0)::int8`.as('amountMinor'),
    ])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('scheme', '=', scheme)
    .executeTakeFirstOrThrow();
  return { buyers: row.buyers, purchaseDays: Number(row.days), amountMinor: row.amountMinor };
}
