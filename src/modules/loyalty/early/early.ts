import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { addDays } from '../../../maths/calendar.ts';
import { currentVersion, levelNamed, type Version } from '../programme/programme.ts';
import { earlyErrors, type EarlyGoods } from './contract.ts';
import { isKeptFrom, type MembersFirst } from './rules/members-first.ts';

const refuse = refusals(earlyErrors);

export async function listEarlyGoods(ctx: Ctx): Promise<{ items: EarlyGoods[] }> {
  return { items: await goodsWhere(ctx, sql`true`) };
}

interface Keeping {
  sku: string;
  tiers: string[];
  tiersUntil: string | null;
}

export async function keepGoods(ctx: Ctx, { sku, tiers, tiersUntil }: Keeping): Promise<EarlyGoods> {
  await refuseUnknownTiers(ctx, tiers);
  const row = { typed: sku, tiers, tiers_until: tiersUntil, by_name: ctx.actor.name, at: ctx.now };
  await ctx.db
    .insertInto('loyalty_early_goods')
    .values({ workspace_id: ctx.workspace.id, sku: sku.toLowerCase(), ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'sku']).doUpdateSet(row))
    .execute();
  await recordAudit(ctx, { action: 'loyalty_early.kept', entity: 'loyalty_early', detail: { sku } });
  const [kept] = await goodsWhere(ctx, sql`g.sku = ${sku.toLowerCase()}`);
  return kept as EarlyGoods;
}

export async function openGoods(ctx: Ctx, { sku }: { sku: string }): Promise<{ ok: true }> {
  const opened = await sql`
    delete from loyalty_early_goods where workspace_id = ${ctx.workspace.id} and sku = ${sku.toLowerCase()}`.execute(
    ctx.db,
  );
  if (opened.numAffectedRows === 0n) throw refuse('EARLY_GOODS_NOT_FOUND', { sku });
  await recordAudit(ctx, { action: 'loyalty_early.opened', entity: 'loyalty_early', detail: { sku } });
  return { ok: true };
}

/** Of these goods those that this tier may not have yet, each with a sentence that says from when, or for whom. */
export async function keptFrom(
  ctx: Ctx,
  skus: readonly (string | null | undefined)[],
  tier: string | null,
): Promise<{ sku: string; why: string }[]> {
  const asked = [...new Set(skus.flatMap((sku) => (sku ? [sku.toLowerCase()] : [])))];
  if (asked.length === 0) return [];
  const { rows } = await sql<{ sku: string; tiers: string[]; tiersUntil: string | null }>`
    select sku, tiers, tiers_until as "tiersUntil" from loyalty_early_goods
    where workspace_id = ${ctx.workspace.id} and sku = any (${asked}::text[])
      and coalesce(tiers_until, ${ctx.today}::date) >= ${ctx.today}::date order by sku`.execute(ctx.db);
  const kept = rows.filter((row) => isKeptFrom(row, tier, ctx.today));
  if (kept.length === 0) return [];
  const version = await currentVersion(ctx);
  return kept.map((row) => ({ sku: row.sku, why: keptSentence(ctx, version, row) }));
}

/** "From 1 Dec for everybody; until then for Gold." */
export function keptSentence(ctx: Ctx, version: Version | null, { tiers, tiersUntil }: MembersFirst): string {
  const names = tiers.map((key) => levelNamed(version, key)?.name ?? key);
  const values = { tiers: names.join(translate(ctx.locale, 'loyalty:early.and')) };
  if (tiersUntil === null) return translate(ctx.locale, 'loyalty:early.always', values);
  return translate(ctx.locale, 'loyalty:early.until', { ...values, from: dayInWords(ctx, addDays(tiersUntil, 1)) });
}

export async function refuseUnknownTiers(ctx: Ctx, tiers: readonly string[]): Promise<void> {
  if (tiers.length === 0) return;
  const version = await currentVersion(ctx);
  if (tiers.some((key) => !levelNamed(version, key))) throw refuse('EARLY_TIERS_UNKNOWN', { path: 'tiers' });
}

async function goodsWhere(ctx: Ctx, where: ReturnType<typeof sql>): Promise<EarlyGoods[]> {
  const { rows } = await sql<Omit<EarlyGoods, 'who' | 'over'>>`
    select g.typed as sku, g.tiers, g.tiers_until as "tiersUntil", (
      select p.name from products p where p.workspace_id = g.workspace_id and p.sku = g.typed) as name
    from loyalty_early_goods g where g.workspace_id = ${ctx.workspace.id} and ${where}
    order by g.at desc, g.sku limit 200`.execute(ctx.db);
  const version = await currentVersion(ctx);
  return rows.map((row) => ({
    ...row,
    who: keptSentence(ctx, version, row),
    over: row.tiersUntil !== null && row.tiersUntil < ctx.today,
  }));
}
