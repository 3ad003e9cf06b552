import { contract } from '../../../modules/loyalty/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { CounterBill, CounterMatch, CounterSale } from '../../../modules/loyalty/counter/contract.ts';
export type { EntryView } from '../../../modules/loyalty/ledger/contract.ts';
export type { ProgrammeRules, ProgrammeView } from '../../../modules/loyalty/programme/contract.ts';
export type { CouponView, GivenTerms } from '../../../modules/loyalty/coupons/contract.ts';
export type { DrawnTry, DrawRules, DrawStanding, DrawView } from '../../../modules/loyalty/draws/contract.ts';
export type { EarlyGoods } from '../../../modules/loyalty/early/contract.ts';
export type { ClaimView, GiftView } from '../../../modules/loyalty/gifts/contract.ts';
export type { ReferralTerms, ReferralView } from '../../../modules/loyalty/referrals/contract.ts';
export type { GivenRewardRules, RewardLine, RewardList } from '../../../modules/loyalty/rewards/contract.ts';
export type { HeldCard, StampCardView } from '../../../modules/loyalty/stamps/contract.ts';
export type { CreditAccount, CreditEntry } from '../../../modules/loyalty/credit/contract.ts';
export type { ValueAccount, ValueEntry, ValueTerms } from '../../../modules/loyalty/value/contract.ts';

export const api = moduleClient('loyalty', contract);
