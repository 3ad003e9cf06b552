import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { enrol } from './counter/enrol.ts';
import { findGoods } from './counter/goods.ts';
import { lookUp } from './counter/look-up.ts';
import { priceBasket } from './counter/price.ts';
import { refundSale } from './counter/return-sale.ts';
import { readSale } from './counter/sale.ts';
import { sell } from './counter/sell.ts';
import { changeCoupon, createCoupon, endCoupon, listCoupons } from './coupons/coupons.ts';
import { returnUse, usableCoupons, useCoupons } from './coupons/use.ts';
import { couponsOfCustomer, issueCoupons } from './coupons/vouchers.ts';
import { cancelClaim, claimGift, handOutGift, listClaims } from './gifts/claims.ts';
import { changeGift, createGift, listGifts } from './gifts/gifts.ts';
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
  gifts: {
    list: listGifts,
    create: createGift,
    change: changeGift,
    claim: claimGift,
    claims: listClaims,
    handOut: handOutGift,
    cancel: cancelClaim,
  },
  report: { summary: readSummary, whatIf: replayOrders },
  counter: { lookup: lookUp, bill: priceBasket, sell, sale: readSale, refund: refundSale, goods: findGoods, enrol },
});
