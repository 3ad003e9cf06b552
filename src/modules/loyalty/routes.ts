import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { changeCoupon, createCoupon, endCoupon, listCoupons } from './coupons/coupons.ts';
import { returnUse, usableCoupons, useCoupons } from './coupons/use.ts';
import { couponsOfCustomer, issueCoupons } from './coupons/vouchers.ts';
import { listEntries, listLedger, readAccount } from './ledger/account.ts';
import { adjustPoints, decideRequest, listRequests } from './ledger/adjust.ts';
import { earnPoints, redeemPoints } from './ledger/points.ts';
import { reverseEntry } from './ledger/reverse.ts';
import { transferPoints } from './ledger/transfer.ts';
import { discardDraft, publishDraft, readProgramme, writeDraft } from './programme/programme.ts';
import { readSummary } from './report/summary.ts';
import { replayOrders } from './report/what-if.ts';

export const routes = bindRoutes(contract, {
  programme: { read: readProgramme, draft: writeDraft, discard: discardDraft, publish: publishDraft },
  points: {
    earn: earnPoints,
    redeem: redeemPoints,
    reverse: reverseEntry,
    adjust: adjustPoints,
    transfer: transferPoints,
    account: readAccount,
    entries: listEntries,
    ledger: listLedger,
    requests: { list: listRequests, decide: decideRequest },
  },
  coupons: {
    list: listCoupons,
    create: createCoupon,
    change: changeCoupon,
    end: endCoupon,
    issue: issueCoupons,
    ofCustomer: couponsOfCustomer,
    usable: usableCoupons,
    use: useCoupons,
    giveBack: returnUse,
  },
  report: { summary: readSummary, whatIf: replayOrders },
});
