import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { emit } from '../../../kernel/outbox.ts';
import { divisionWanted, type DivisionSettings, type SettingsChange } from '../contract.ts';
import { MIXED } from '../rules/built-in.ts';
import { weightsFrom, type OwnPlaybook, type Scheme, type SchemeSettings } from '../rules/schemes.ts';
import { presentBounds, readBounds } from './bounds.ts';
import { knownScheme } from './known.ts';

/** A change divides the whole shop anew, soon after the answer. */
export async function changeSettings(
  ctx: Ctx,
  { scheme: key, version, ...changes }: SettingsChange,
  changeSetId: string | null = null,
): Promise<DivisionSettings> {
  const known = await knownScheme(ctx, key);
  if (!known) throw refuse('NOT_FOUND');
  const { scheme, settings: current } = known;
  const next = { ...changed(ctx, scheme, current, changes), version: version + 1 };
  const { apart, shares, bounds, steps, weights, serves } = next;
  const row = {
    active: next.active,
    period_months: next.periodMonths,
    cut_by: next.cutBy,
    percent: next.percent,
    options: JSON.stringify({ apart, shares, bounds, steps, weights, serves }),
    playbooks: JSON.stringify(next.playbooks),
    version: next.version,
  };
  const saved = await ctx.db
    .insertInto('class_settings')
    .values({ workspace_id: ctx.workspace.id, scheme: key, change_set_id: changeSetId, ...row })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'scheme']).doUpdateSet(row).where('class_settings.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (current.version !== version || !saved) throw refuse('STALE', { current: presentSettings(ctx, current) });
  await recordAudit(ctx, {
    action: 'class_settings.changed',
    entity: 'class_settings',
    detail: { scheme: key, ...changes },
  });
  await emit(ctx, divisionWanted, { scheme: key });
  return presentSettings(ctx, next);
}

export function presentSettings(ctx: Ctx, { bounds, playbooks, ...settings }: SchemeSettings): DivisionSettings {
  return {
    ...settings,
    bounds: presentBounds(ctx, bounds),
    playbooks: playbooks as DivisionSettings['playbooks'],
  };
}

type Changes = Omit<SettingsChange, 'scheme' | 'version'>;

function changed(ctx: Ctx, scheme: Scheme, current: SchemeSettings, changes: Changes): SchemeSettings {
  const { bounds, playbooks, weights, ...rest } = changes;
  const next: SchemeSettings = {
    ...current,
    ...(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Partial<SchemeSettings>),
    weights: weightsFrom({ ...current.weights, ...weights }),
    bounds: bounds ? { ...current.bounds, ...readBounds(ctx, scheme, bounds) } : current.bounds,
    playbooks: playbooksWith(ctx, scheme, current, playbooks),
  };
  if (!scheme.ways.includes(next.cutBy)) throw wrong(ctx, 'cutBy', 'cutBy');
  if (next.cutBy === 'percentile' && next.percent === null) throw wrong(ctx, 'percent', 'cutMissing');
  if (next.cutBy === 'fixed') allCuts(ctx, scheme, next);
  if (next.cutBy === 'shares') allShares(ctx, scheme, next.shares);
  return next;
}

function playbooksWith(
  ctx: Ctx,
  scheme: Scheme,
  { playbooks: current }: SchemeSettings,
  changes: Changes['playbooks'],
): SchemeSettings['playbooks'] {
  const next = new Map(Object.entries(current));
  for (const [key, own] of Object.entries(changes ?? {})) {
    if (!mayName(scheme, key)) throw wrong(ctx, `playbooks.${key.slice(0, 40)}`, 'unknownClass');
    if (own) next.set(key, own as OwnPlaybook);
    else next.delete(key);
  }
  return Object.fromEntries(next);
}

/** The categories of a shop come and go; what was said of one stays. */
function mayName(scheme: Scheme, key: string): boolean {
  if (scheme.population !== 'tastes') return scheme.classes.includes(key);
  return scheme.classes.includes(key) || (key.length <= 120 && !key.startsWith(MIXED.charAt(0)) && key !== '__proto__');
}

function allCuts(ctx: Ctx, { measures }: Scheme, { bounds }: SchemeSettings): void {
  for (const { measure, levels, always } of measures) {
    if (!always && bounds[measure]?.length !== levels - 1) throw wrong(ctx, `bounds.${measure}`, 'cutMissing');
  }
}

function allShares(ctx: Ctx, { measures }: Scheme, shares: readonly number[]): void {
  const levels = measures.find(({ always }) => !always)?.levels ?? 2;
  if (shares.length !== levels - 1) throw wrong(ctx, 'shares', 'sharesMissing');
  if (shares.reduce((sum, share) => sum + share, 0) >= 100) throw wrong(ctx, 'shares', 'sharesTooMany');
}

function wrong(ctx: Ctx, path: string, problem: string) {
  return refuse('BAD_INPUT', { path, problem: translate(ctx.locale, `segments:problems.${problem}`) });
}
