import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { Fit, FitRow } from './contract.ts';
import { lastRun } from '../engine/runs.ts';
import { aboutClass, nameOfClass, playbookOf } from '../playbooks/words.ts';
import { contactsAMonth, fitOf, type FitQuestion } from '../rules/fit.ts';
import { knownScheme, type KnownScheme } from '../schemes/known.ts';
import { broughtBy, classesOf, movesOf, shareOf, sumsOf, type Sum } from '../view.ts';

type Scores = Partial<Record<FitQuestion, number | null | undefined>>;

/** The classes side by side: what they are worth, what people think of them, and what serving them takes. */
export async function readFit(ctx: Ctx, { scheme: key }: { scheme: string }): Promise<Fit> {
  const known = await knownScheme(ctx, key);
  if (!known) throw refuse('NOT_FOUND');
  const [run, sums, moves, judged] = await Promise.all([
    lastRun(ctx, key),
    sumsOf(ctx, key),
    movesOf(ctx, key),
    judgementsOf(ctx, key),
  ]);
  const brought = broughtBy(sums);
  const rows = classesOf(known.scheme, run).map((cell) => {
    const sum = sums.get(cell) ?? { count: 0, minor: 0n };
    return rowOf(ctx, known, cell, { sum, brought, moves: moves.get(cell), judgement: judged.get(cell) });
  });
  const needs = rows.filter(({ chosen }) => chosen).reduce((total, { contacts }) => total + contacts, 0);
  return {
    population: known.scheme.population,
    rows,
    needs: Math.round(needs * 10) / 10,
    serves: known.settings.serves,
    settingsVersion: known.settings.version,
  };
}

interface Judged {
  scheme: string;
  key: string;
  scores: Scores;
  chosen: boolean;
  reason: string | null;
  version: number;
}

/** A target needs a reason: next year somebody asks why. */
export async function judgeClass(
  ctx: Ctx,
  { scheme: key, key: cell, scores, ...said }: Judged,
  changeSetId: string | null = null,
): Promise<Fit> {
  const [known, run] = await Promise.all([knownScheme(ctx, key), lastRun(ctx, key)]);
  if (!known || !classesOf(known.scheme, run).includes(cell)) throw refuse('NOT_FOUND');
  const reason = said.reason?.trim() || null;
  if (said.chosen && reason === null) {
    const problem = translate(ctx.locale, 'segments:problems.reasonMissing');
    throw refuse('BAD_INPUT', { path: 'reason', problem });
  }
  const row = {
    scores: JSON.stringify(Object.fromEntries(Object.entries(scores).filter(([, score]) => score != null))),
    chosen: said.chosen,
    reason,
    at: ctx.now,
    by_name: ctx.actor.name,
    version: said.version + 1,
  };
  const saved = await ctx.db
    .insertInto('class_fits')
    .values({ workspace_id: ctx.workspace.id, scheme: key, key: cell, change_set_id: changeSetId, ...row })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'scheme', 'key'])
        .doUpdateSet(row)
        .where('class_fits.version', '=', said.version),
    )
    .returning('version')
    .executeTakeFirst();
  const fits = await readFit(ctx, { scheme: key });
  if (!saved) throw refuse('STALE', { current: fits });
  const detail = { scheme: key, key: cell, scores, chosen: said.chosen, reason };
  await recordAudit(ctx, { action: 'class_fit.judged', entity: 'class_fit', detail });
  return fits;
}

type Judgement = Awaited<ReturnType<typeof judgementsOf>> extends Map<string, infer Row> ? Row : never;

interface Found {
  sum: Sum;
  brought: bigint;
  moves: { entered: number; left: number } | undefined;
  judgement: Judgement | undefined;
}

function rowOf(ctx: Ctx, { scheme, settings }: KnownScheme, key: string, found: Found): FitRow {
  const { sum, brought, moves, judgement } = found;
  const { entered = 0, left = 0 } = moves ?? {};
  const before = sum.count - entered + left;
  const scores = (judgement?.scores ?? {}) as Scores;
  return {
    key,
    name: nameOfClass(ctx, scheme, key),
    about: aboutClass(ctx, scheme, key),
    count: sum.count,
    amount: inBase(ctx, sum.minor),
    share: shareOf(sum.minor, brought),
    perCustomer: sum.count > 0 ? inBase(ctx, sum.minor / BigInt(sum.count)) : null,
    growth: before > 0 ? (entered - left) / before : null,
    contacts: contactsAMonth(sum.count, playbookOf(ctx, scheme, key, settings).rhythmDays),
    scores,
    fit: fitOf(scores),
    chosen: judgement?.chosen ?? false,
    reason: judgement?.reason ?? null,
    by: judgement?.by_name ?? null,
    version: judgement?.version ?? 0,
  };
}

async function judgementsOf(ctx: Ctx, scheme: string) {
  const rows = await ctx.db
    .selectFrom('class_fits')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('scheme', '=', scheme)
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}
