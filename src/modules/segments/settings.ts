import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refuse } from '../../kernel/errors.ts';
import { inBase } from '../../kernel/i18n/print.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { emit } from '../../kernel/outbox.ts';
import { parseMoney } from '../../maths/money.ts';
import { divisionWanted, type DivisionSettings, type Playbook, type SettingsChange } from './contract.ts';
import { CLASSES, CUTS_BY, DEFAULTS, type CutBy, type Scheme, type SchemeSettings } from './rules/schemes.ts';

export async function readSettings(ctx: Ctx, scheme: Scheme): Promise<SchemeSettings> {
  const row = await ctx.db
    .selectFrom('class_settings')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('scheme', '=', scheme)
    .executeTakeFirst();
  if (!row) return DEFAULTS[scheme];
  return {
    periodMonths: row.period_months,
    cutBy: row.cut_by as CutBy,
    percent: row.percent,
    fixedFrequency: row.fixed_frequency,
    fixedAverageMinor: row.fixed_average_minor,
    playbooks: row.playbooks as unknown as Record<string, Playbook>,
    version: row.version,
  };
}

/** A change of the period or the cuts divides the whole shop anew, soon after the answer. */
export async function changeSettings(
  ctx: Ctx,
  { scheme, version, ...changes }: SettingsChange,
): Promise<DivisionSettings> {
  const current = await readSettings(ctx, scheme);
  const next = { ...changed(ctx, scheme, current, changes), version: version + 1 };
  const row = {
    period_months: next.periodMonths,
    cut_by: next.cutBy,
    percent: next.percent,
    fixed_frequency: next.fixedFrequency,
    fixed_average_minor: next.fixedAverageMinor,
    playbooks: JSON.stringify(next.playbooks),
    version: next.version,
  };
  const saved = await ctx.db
    .insertInto('class_settings')
    .values({ workspace_id: ctx.workspace.id, scheme, ...row })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'scheme']).doUpdateSet(row).where('class_settings.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (current.version !== version || !saved) throw refuse('STALE', { current: presentSettings(ctx, current) });
  await recordAudit(ctx, {
    action: 'class_settings.changed',
    entity: 'class_settings',
    detail: { scheme, ...changes },
  });
  await emit(ctx, divisionWanted, { scheme });
  return presentSettings(ctx, next);
}

export function presentSettings(ctx: Ctx, { fixedAverageMinor, ...settings }: SchemeSettings): DivisionSettings {
  return { ...settings, fixedAverage: fixedAverageMinor === null ? null : inBase(ctx, fixedAverageMinor) };
}

type Changes = Omit<SettingsChange, 'scheme' | 'version'>;

function changed(ctx: Ctx, scheme: Scheme, current: SchemeSettings, changes: Changes): SchemeSettings {
  const { fixedAverage, playbooks, ...rest } = changes;
  const next: SchemeSettings = { ...current, ...rest, playbooks: { ...current.playbooks } };
  if (fixedAverage !== undefined) next.fixedAverageMinor = fixedAverage && averageOf(ctx, fixedAverage);
  for (const [key, own] of Object.entries(playbooks ?? {})) {
    if (!CLASSES[scheme].includes(key)) throw wrong(ctx, `playbooks.${key}`, 'unknownClass');
    if (own) next.playbooks[key] = own;
    else delete next.playbooks[key];
  }
  if (!CUTS_BY[scheme].includes(next.cutBy)) throw wrong(ctx, 'cutBy', 'cutBy');
  if (next.cutBy === 'percentile' && next.percent === null) throw wrong(ctx, 'percent', 'cutMissing');
  if (next.cutBy === 'fixed') {
    if (next.fixedFrequency === null) throw wrong(ctx, 'fixedFrequency', 'cutMissing');
    if (next.fixedAverageMinor === null) throw wrong(ctx, 'fixedAverage', 'cutMissing');
  }
  return next;
}

function averageOf(ctx: Ctx, { amount, currency }: { amount: string; currency: string }): bigint {
  const parsed = parseMoney(amount, currency);
  if (currency !== ctx.workspace.baseCurrency || !parsed.ok || parsed.value <= 0n) {
    throw wrong(ctx, 'fixedAverage', 'amount');
  }
  return parsed.value;
}

function wrong(ctx: Ctx, path: string, problem: string) {
  return refuse('BAD_INPUT', { path, problem: translate(ctx.locale, `segments:problems.${problem}`) });
}
