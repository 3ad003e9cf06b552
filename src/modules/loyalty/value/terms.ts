import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { moneyInWords } from '../../../kernel/i18n/print.ts';
import { formatDecimal } from '../../../maths/money.ts';
import { minorOf } from '../programme/programme.ts';
import { valueErrors, type ValueTerms } from './contract.ts';
import type { Bonus } from './rules/purse.ts';

const refuse = refusals(valueErrors);

export async function readValueTerms(ctx: Ctx): Promise<ValueTerms> {
  const row = await termsRow(ctx);
  const most = row?.most_minor ?? null;
  return {
    bonuses: (row?.bonuses ?? []) as unknown as ValueTerms['bonuses'],
    most: most === null ? null : formatDecimal(most, ctx.workspace.baseCurrency),
    version: row?.version ?? 0,
  };
}

export async function changeValueTerms(ctx: Ctx, { bonuses, most, version }: ValueTerms): Promise<ValueTerms> {
  const steps = bonusesOf(ctx, bonuses);
  bonuses.forEach(({ from, bonus }, n) => {
    for (const [field, value] of Object.entries({ from, bonus })) {
      if (!minorOf(ctx, value)) throw refuse('VALUE_AMOUNT_UNFIT', { path: `bonuses.${n}.${field}` });
    }
    if (steps.findIndex(({ fromMinor }) => fromMinor === steps[n]?.fromMinor) !== n) {
      throw refuse('VALUE_BONUS_UNFIT', { path: `bonuses.${n}.from` });
    }
  });
  const mostMinor = most === null ? null : minorOf(ctx, most);
  if (most !== null && !mostMinor) throw refuse('VALUE_AMOUNT_UNFIT', { path: 'most' });
  const current = await readValueTerms(ctx);
  const row = { bonuses: JSON.stringify(bonuses), most_minor: mostMinor, version: version + 1 };
  const written = await ctx.db
    .insertInto('loyalty_value_terms')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('loyalty_value_terms.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (!written || (current.version === 0) !== (version === 0)) throw refuseCommon('STALE', { current });
  await recordAudit(ctx, { action: 'loyalty_value.terms', entity: 'loyalty_value' });
  return readValueTerms(ctx);
}

/** The terms in minor units. */
export async function valueLimits(ctx: Ctx): Promise<{ bonuses: Bonus[]; mostMinor: bigint | null }> {
  const { bonuses, most } = await readValueTerms(ctx);
  return { bonuses: bonusesOf(ctx, bonuses), mostMinor: most === null ? null : minorOf(ctx, most) };
}

export function refuseBeyond(ctx: Ctx, mostMinor: bigint | null, balance: bigint): void {
  if (mostMinor !== null && balance > mostMinor) {
    throw refuse('VALUE_TOO_MUCH', { path: 'amount', most: moneyInWords(ctx, mostMinor) });
  }
}

function bonusesOf(ctx: Ctx, bonuses: ValueTerms['bonuses']): Bonus[] {
  return bonuses.map(({ from, bonus }) => ({
    fromMinor: minorOf(ctx, from) ?? 0n,
    bonusMinor: minorOf(ctx, bonus) ?? 0n,
  }));
}

function termsRow(ctx: Ctx) {
  return ctx.db
    .selectFrom('loyalty_value_terms')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
}
