import { counterContract, counterErrors } from './counter/contract.ts';
import { couponErrors, couponsContract } from './coupons/contract.ts';
import { ledgerContract, pointErrors } from './ledger/contract.ts';
import { reportContract } from './report/contract.ts';
import { programmeContract, programmeErrors } from './programme/contract.ts';

export const loyaltyErrors = { ...programmeErrors, ...pointErrors, ...couponErrors, ...counterErrors };

export const contract = {
  programme: programmeContract,
  points: ledgerContract,
  coupons: couponsContract,
  report: reportContract,
  counter: counterContract,
};
