import type { Ctx } from '../../kernel/context.ts';
import { DEFAULTS, type CutBy, type Scheme, type SchemeSettings } from './rules/schemes.ts';

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
    fixedFrequency: row.fixed_frequency,
    fixedAverageMinor: row.fixed_average_minor,
    strategies: row.strategies as Record<string, string>,
    version: row.version,
  };
}
