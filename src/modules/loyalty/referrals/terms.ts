import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse as refuseCommon } from '../../../kernel/errors.ts';
import type { ReferralTerms } from './contract.ts';

/** What a shop may begin with; closed until somebody opens it. */
const SUGGESTED: ReferralTerms = { open: false, giverPoints: 200, friendPoints: 100, perMonth: 10, version: 0 };

export async function readReferralTerms(ctx: Ctx): Promise<ReferralTerms> {
  const row = await ctx.db
    .selectFrom('loyalty_referral_terms')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  if (!row) return SUGGESTED;
  return {
    open: row.open,
    giverPoints: Number(row.giver_points),
    friendPoints: Number(row.friend_points),
    perMonth: row.per_month,
    version: row.version,
  };
}

export async function changeReferralTerms(ctx: Ctx, { version, ...given }: ReferralTerms): Promise<ReferralTerms> {
  const row = {
    open: given.open,
    giver_points: BigInt(given.giverPoints),
    friend_points: BigInt(given.friendPoints),
    per_month: given.perMonth,
    version: version + 1,
  };
  const written = await ctx.db
    .insertInto('loyalty_referral_terms')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('loyalty_referral_terms.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (!written || written.version !== version + 1)
    throw refuseCommon('STALE', { current: await readReferralTerms(ctx) });
  await recordAudit(ctx, { action: 'loyalty_referral.terms', entity: 'loyalty_referral' });
  return readReferralTerms(ctx);
}
