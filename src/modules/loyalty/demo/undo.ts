import { sql } from 'kysely';
import type { Undo } from '../../transfer/index.ts';

/**
 * Before the customers go, with whom their points go. What people used or changed since stays: a programme when they gave
 * points by hand, a coupon that was used or handed out, a gift that somebody exchanged or handed out, a draw in which
 * somebody drew, a card that was topped up or paid with.
 */
export const undoLoyalty: Undo = {
  entity: 'loyalty',
  order: 12,
  async undo(ctx, changeSetId) {
    const ours = (row: string) =>
      sql`${sql.ref(`${row}.workspace_id`)} = ${ctx.workspace.id} and ${sql.ref(`${row}.change_set_id`)} = ${changeSetId}`;
    const gone = [
      sql`delete from loyalty_value_cards c where ${ours('c')} and not exists (
        select from loyalty_value_entries e where e.workspace_id = c.workspace_id and e.card_id = c.id
          and e.by_name <> c.by_name)`,
      sql`delete from loyalty_value_terms t where ${ours('t')} and t.version = 1`,
      sql`delete from loyalty_referral_terms t where ${ours('t')} and t.version = 1`,
      sql`delete from loyalty_draws d where ${ours('d')} and d.ended_at is null and not exists (
        select from loyalty_draw_tries t where t.workspace_id = d.workspace_id and t.draw_id = d.id
          and t.by_name <> d.created_by_name)
        and not exists (select from loyalty_draw_chances c where c.workspace_id = d.workspace_id and c.draw_id = d.id)`,
      sql`delete from loyalty_gifts g where ${ours('g')} and g.version = 1 and not exists (
        select from loyalty_gift_claims c where c.workspace_id = g.workspace_id and c.gift_id = g.id
          and (c.by_name <> g.created_by_name or c.done_by_name <> g.created_by_name))`,
      sql`delete from loyalty_stamp_cards c where ${ours('c')} and c.ended_at is null and not exists (
        select from loyalty_stamps s where s.workspace_id = c.workspace_id and s.stamp_card_id = c.id
          and s.order_id is null)`,
      sql`delete from loyalty_coupons c where ${ours('c')} and c.version = 1 and c.used = 0
        and not exists (select from loyalty_vouchers v where v.workspace_id = c.workspace_id and v.coupon_id = c.id
          and v.why <> 'stamp')
        and not exists (select from loyalty_stamp_cards s where s.workspace_id = c.workspace_id and s.coupon_id = c.id)`,
      sql`delete from loyalty_programmes p where ${ours('p')}
        and not exists (select from loyalty_accounts a where a.workspace_id = p.workspace_id and a.touched_customer_id is not null)
        and not exists (select from loyalty_programmes later where later.workspace_id = p.workspace_id and later.id <> p.id)`,
    ];
    let reversed = 0;
    for (const each of gone) reversed += Number((await each.execute(ctx.db)).numAffectedRows ?? 0n);
    const { rows } = await sql<{ id: string; what: string }>`
      select c.id, c.name as what from loyalty_coupons c where ${ours('c')}
      union all select g.id, g.name from loyalty_gifts g where ${ours('g')}
      union all select d.id, d.name from loyalty_draws d where ${ours('d')}
      union all select s.id, s.name from loyalty_stamp_cards s where ${ours('s')}
      union all select p.id, p.rules ->> 'name' from loyalty_programmes p where ${ours('p')}
      union all select v.id, coalesce(k.name, v.code_tail, '') from loyalty_value_cards v
        left join customers k on k.workspace_id = v.workspace_id and k.id = v.customer_id where ${ours('v')}`.execute(
      ctx.db,
    );
    return { reversed, kept: rows.map((row) => ({ ...row, why: 'transfer:undo.usedSince' })), failed: [] };
  },
};
