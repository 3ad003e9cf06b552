import type { Belonging } from '../customers/index.ts';

/** Points stay when somebody is erased: what the shop gave and owes is counted on, for nobody. */
export const loyaltyBelongings: readonly Belonging[] = [
  {
    table: 'loyalty_accounts',
    onMerge: 'derived',
    onErase: 'keep',
    inPackage: ['balance', 'tier', 'tier_since', 'tier_until'],
  },
  {
    table: 'loyalty_accounts',
    column: 'touched_customer_id',
    onMerge: 'derived',
    onErase: 'keep',
    inPackage: null,
  },
  {
    table: 'loyalty_entries',
    onMerge: 'follow',
    onErase: { blank: ['reason'] },
    inPackage: ['at', 'kind', 'points', 'balance_after', 'reason'],
  },
  { table: 'loyalty_lots', onMerge: 'move', onErase: 'keep', inPackage: ['points', 'remaining', 'expires_on'] },
  { table: 'loyalty_order_points', onMerge: 'move', onErase: 'keep', inPackage: null },
  { table: 'loyalty_tier_moves', onMerge: 'follow', onErase: 'keep', inPackage: ['on_day', 'from_tier', 'to_tier'] },
  { table: 'loyalty_tier_grants', onMerge: 'follow', onErase: 'keep', inPackage: ['tier', 'from_day', 'until_day'] },
  { table: 'loyalty_requests', onMerge: 'move', onErase: { blank: ['reason'] }, inPackage: ['at', 'points', 'reason'] },
  {
    table: 'loyalty_vouchers',
    onMerge: 'move',
    onErase: 'keep',
    inPackage: ['code', 'issued_at', 'expires_on', 'used_at'],
  },
  { table: 'loyalty_gift_claims', onMerge: 'move', onErase: 'keep', inPackage: ['at', 'points', 'collected_at'] },
  {
    table: 'loyalty_draw_chances',
    onMerge: 'follow',
    onErase: { blank: ['reason'] },
    inPackage: ['at', 'tries', 'reason'],
  },
  {
    table: 'loyalty_draw_tries',
    onMerge: 'follow',
    onErase: 'keep',
    inPackage: ['at', 'no', 'number', 'prize', 'points'],
  },
  { table: 'loyalty_coupon_uses', onMerge: 'move', onErase: 'keep', inPackage: ['at', 'reference', 'discount_minor'] },
  { table: 'loyalty_stamps', onMerge: 'move', onErase: { blank: ['reason'] }, inPackage: ['day', 'stamps', 'reason'] },
  { table: 'loyalty_stamp_rewards', onMerge: 'move', onErase: 'keep', inPackage: ['at'] },
  {
    table: 'loyalty_reward_lines',
    onMerge: 'follow',
    onErase: 'keep',
    inPackage: ['measure', 'amount_minor', 'points'],
  },
  { table: 'loyalty_referral_codes', onMerge: 'move', onErase: 'delete', inPackage: ['code', 'created_at'] },
  { table: 'loyalty_referrals', onMerge: 'move', onErase: 'keep', inPackage: ['at', 'state'] },
  {
    table: 'loyalty_referrals',
    column: 'giver_customer_id',
    onMerge: 'move',
    onErase: 'keep',
    inPackage: null,
  },
  {
    table: 'loyalty_value_cards',
    onMerge: 'move',
    onErase: 'keep',
    inPackage: ['paid_minor', 'bonus_minor', 'opened_at'],
  },
  {
    table: 'loyalty_value_entries',
    onMerge: 'follow',
    onErase: { blank: ['reason', 'reference'] },
    inPackage: ['at', 'kind', 'paid_minor', 'bonus_minor', 'reference', 'reason'],
  },
  { table: 'loyalty_sales', onMerge: 'move', onErase: 'keep', inPackage: ['at', 'subtotal_minor', 'points'] },
];
