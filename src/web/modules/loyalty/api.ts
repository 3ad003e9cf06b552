import { contract } from '../../../modules/loyalty/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { CounterBill, CounterMatch, CounterSale } from '../../../modules/loyalty/counter/contract.ts';
export type { EntryView } from '../../../modules/loyalty/ledger/contract.ts';
export type { ProgrammeRules, ProgrammeView } from '../../../modules/loyalty/programme/contract.ts';
export type { CouponView, GivenTerms } from '../../../modules/loyalty/coupons/contract.ts';
export type { ClaimView, GiftView } from '../../../modules/loyalty/gifts/contract.ts';

export const api = moduleClient('loyalty', contract);
