import { contract } from '../../../modules/loyalty/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { AccountView, EntryView, TierView } from '../../../modules/loyalty/ledger/contract.ts';
export type { GivenRules, ProgrammeRules, ProgrammeView } from '../../../modules/loyalty/programme/contract.ts';
export type { CouponTerms, CouponView, GivenTerms, OwnedCoupon } from '../../../modules/loyalty/coupons/contract.ts';

export const api = moduleClient('loyalty', contract);
export type { CounterBill, CounterMatch, CounterSale } from '../../../modules/loyalty/counter/contract.ts';
