import { counterContract } from './counter/contract.ts';
import { couponsContract } from './coupons/contract.ts';
import { giftsContract } from './gifts/contract.ts';
import { ledgerContract } from './ledger/contract.ts';
import { reportContract } from './report/contract.ts';
import { programmeContract } from './programme/contract.ts';

export const contract = {
  programme: programmeContract,
  points: ledgerContract,
  coupons: couponsContract,
  gifts: giftsContract,
  report: reportContract,
  counter: counterContract,
};
