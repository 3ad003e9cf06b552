import { counterContract } from './counter/contract.ts';
import { couponsContract } from './coupons/contract.ts';
import { creditContract } from './credit/contract.ts';
import { drawsContract } from './draws/contract.ts';
import { earlyContract } from './early/contract.ts';
import { giftsContract } from './gifts/contract.ts';
import { ledgerContract } from './ledger/contract.ts';
import { reportContract } from './report/contract.ts';
import { referralsContract } from './referrals/contract.ts';
import { rewardsContract } from './rewards/contract.ts';
import { stampsContract } from './stamps/contract.ts';
import { valueContract } from './value/contract.ts';
import { programmeContract } from './programme/contract.ts';

export const contract = {
  programme: programmeContract,
  points: ledgerContract,
  coupons: couponsContract,
  gifts: giftsContract,
  draws: drawsContract,
  early: earlyContract,
  stamps: stampsContract,
  value: valueContract,
  credit: creditContract,
  referrals: referralsContract,
  rewards: rewardsContract,
  report: reportContract,
  counter: counterContract,
};
