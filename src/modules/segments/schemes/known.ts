import type { Ctx } from '../../../kernel/context.ts';
import type { BuyerMeasure } from '../rules/measures.ts';
import { BUILT_IN } from '../rules/built-in.ts';
import {
  ownScheme,
  weightsFrom,
  type CutBy,
  type OwnPlaybook,
  type Scheme,
  type SchemeSettings,
} from '../rules/schemes.ts';

export interface KnownScheme {
  scheme: Scheme;
  settings: SchemeSettings;
}

/** What `class_settings.options` holds. */
type Options = Partial<Pick<SchemeSettings, 'apart' | 'shares' | 'bounds' | 'steps' | 'weights' | 'serves'>>;

/** Every scheme of the workspace with its settings: the built-in ones, then its own. */
export async function knownSchemes(ctx: Ctx): Promise<KnownScheme[]> {
  const [own, settings] = await Promise.all([ownRows(ctx), settingRows(ctx)]);
  const schemes = [...BUILT_IN, ...own.map(schemeOf)];
  return schemes.map((scheme) => ({ scheme, settings: settingsOf(scheme, settings.get(scheme.key)) }));
}

/** Null when there is no such scheme. */
export async function knownScheme(ctx: Ctx, key: string): Promise<KnownScheme | null> {
  const built = BUILT_IN.find((scheme) => scheme.key === key);
  const [own, settings] = await Promise.all([built ? [] : ownRows(ctx, key), settingRows(ctx, key)]);
  const scheme = built ?? own.map(schemeOf)[0];
  return scheme ? { scheme, settings: settingsOf(scheme, settings.get(key)) } : null;
}

type OwnRow = Awaited<ReturnType<typeof ownRows>>[number];
type SettingsRow = Awaited<ReturnType<typeof settingRows>> extends Map<string, infer Row> ? Row : never;

function schemeOf(row: OwnRow): Scheme {
  const axes = {
    across: row.across as BuyerMeasure,
    acrossLevels: row.across_levels as 2 | 3,
    up: row.up as BuyerMeasure,
    upLevels: row.up_levels as 2 | 3,
  };
  return ownScheme(row.key, axes, { name: row.name, names: row.names as Record<string, string>, version: row.version });
}

function settingsOf({ defaults }: Scheme, row: SettingsRow | undefined): SchemeSettings {
  if (!row) return defaults;
  const { apart, shares, bounds, steps, weights, serves } = row.options as Options;
  return {
    active: row.active,
    periodMonths: row.period_months,
    cutBy: row.cut_by as CutBy,
    apart: apart ?? 'shop',
    percent: row.percent,
    shares: shares ?? defaults.shares,
    bounds: { ...defaults.bounds, ...bounds },
    steps: steps ?? null,
    weights: weightsFrom(weights),
    serves: serves ?? null,
    playbooks: row.playbooks as unknown as Record<string, OwnPlaybook>,
    version: row.version,
  };
}

function ownRows(ctx: Ctx, key?: string) {
  return ctx.db
    .selectFrom('class_schemes')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .$if(key !== undefined, (query) => query.where('key', '=', key as string))
    .orderBy('created_at')
    .orderBy('key')
    .execute();
}

async function settingRows(ctx: Ctx, key?: string) {
  const rows = await ctx.db
    .selectFrom('class_settings')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .$if(key !== undefined, (query) => query.where('scheme', '=', key as string))
    .execute();
  return new Map(rows.map((row) => [row.scheme, row]));
}
