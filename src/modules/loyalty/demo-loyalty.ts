import { sql } from 'kysely';
import demo from '../../../kits/retail/loyalty.json' with { type: 'json' };
import type { Ctx } from '../../kernel/context.ts';
import { addDays } from '../../maths/calendar.ts';
import { isDemoShop, type Undo } from '../transfer/index.ts';
import { couponTerms } from './coupons/contract.ts';
import { writeCoupon } from './coupons/coupons.ts';
import { programmeRules } from './programme/contract.ts';
import { publishDraft, readProgramme, writeDraft } from './programme/programme.ts';
import { suggestedRules } from './programme/suggestion.ts';

/** The demo shop has members: a programme that reaches half a year back, and a few coupons. Once, and only where there is none. */
export async function openDemoProgramme(ctx: Ctx, changeSetId: string | null): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId))) return;
  const { current, draft } = await readProgramme(ctx);
  if (current || draft) return;
  const rules = programmeRules.parse({ ...suggestedRules(ctx), expiry: { kind: 'months', months: 6 } });
  const { version } = await writeDraft(ctx, { rules });
  await publishDraft(ctx, { version, fromDay: addDays(ctx.today, -HALF_A_YEAR) });
  await sql`
    update loyalty_programmes set change_set_id = ${changeSetId} where workspace_id = ${ctx.workspace.id}`.execute(
    ctx.db,
  );
  for (const { name, terms, code, personLimit } of demo) {
    const limits = { fromDay: null, untilDay: null, totalLimit: null, personLimit };
    await writeCoupon(ctx, { name, code, ...limits, terms: couponTerms.parse(terms) }, changeSetId);
  }
}

const HALF_A_YEAR = 182;

/** Before the customers go, with whom their points go. A programme stays when people gave points by hand, a coupon once it was used. */
export const undoLoyalty: Undo = {
  entity: 'loyalty',
  order: 12,
  async undo(ctx, changeSetId) {
    const ours = sql`workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId}`;
    const coupons = await sql`
      delete from loyalty_coupons c where ${ours} and c.version = 1 and c.used = 0
        and not exists (select from loyalty_vouchers v where v.workspace_id = c.workspace_id and v.coupon_id = c.id)`.execute(
      ctx.db,
    );
    const programme = await sql`
      delete from loyalty_programmes p where ${ours}
        and not exists (select from loyalty_accounts a where a.workspace_id = p.workspace_id and a.touched_customer_id is not null)
        and not exists (select from loyalty_programmes later where later.workspace_id = p.workspace_id and later.id <> p.id)`.execute(
      ctx.db,
    );
    const { rows } = await sql<{ id: string; what: string }>`
      select id, name as what from loyalty_coupons where ${ours}
      union all
      select id, rules ->> 'name' from loyalty_programmes where ${ours}`.execute(ctx.db);
    return {
      reversed: Number((coupons.numAffectedRows ?? 0n) + (programme.numAffectedRows ?? 0n)),
      kept: rows.map((row) => ({ ...row, why: 'transfer:undo.usedSince' })),
      failed: [],
    };
  },
};
