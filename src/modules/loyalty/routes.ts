import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { enrol } from './counter/enrol.ts';
import { findGoods } from './counter/goods.ts';
import { lookUp } from './counter/look-up.ts';
import { priceBasket } from './counter/price.ts';
import { refundSale } from './counter/return-sale.ts';
import { readSale } from './counter/sale.ts';
import { sell } from './counter/sell.ts';
import { changeCoupon, createCoupon, endCoupon, listCoupons, segmentsForCoupons } from './coupons/coupons.ts';
import { returnUse, usableCoupons, useCoupons } from './coupons/use.ts';
import { couponsOfCustomer, issueCoupons } from './coupons/vouchers.ts';
import { creditSummary, listCreditEntries, listOpenCredits, readCredit } from './credit/account.ts';
import { payCredit, takePaymentBack } from './credit/pay.ts';
import { drawOnce } from './draws/draw.ts';
import { changeDraw, createDraw, dropDraw, endDraw, listDraws, publishDraw } from './draws/draws.ts';
import { drawsOfCustomer, giveTries } from './draws/standing.ts';
import { listTries } from './draws/tries.ts';
import { keepGoods, listEarlyGoods, openGoods } from './early/early.ts';
import { cancelClaim, claimGift, handOutGift, listClaims } from './gifts/claims.ts';
import { changeGift, createGift, listGifts } from './gifts/gifts.ts';
import { listEntries, listLedger, readAccount } from './ledger/account.ts';
import { adjustPoints, decideRequest, listRequests } from './ledger/adjust.ts';
import { earnPoints, redeemPoints } from './ledger/points.ts';
import { reverseEntry } from './ledger/reverse.ts';
import { transferPoints } from './ledger/transfer.ts';
import { linkToReceipt } from './member/receipt-link.ts';
import { discardDraft, publishDraft, readProgramme, writeDraft } from './programme/programme.ts';
import { createStampCard, endStampCard, listStampCards } from './stamps/cards.ts';
import { stampByHand, stampsOfCustomer } from './stamps/stamps.ts';
import { listValueEntries, readValueAccount, valueSummary } from './value/account.ts';
import { claimGiftCard, giftCardCode, lookAtGiftCard, sellGiftCard } from './value/gift-cards.ts';
import { payOut, payWithValue, topUp } from './value/pay.ts';
import { takeValueBack } from './value/take-back.ts';
import { changeValueTerms, readValueTerms } from './value/terms.ts';
import { joinByReferral, lookAtReferral } from './referrals/public.ts';
import { listReferrals, makeReferralCode, recordReferral, referralsOfCustomer } from './referrals/referrals.ts';
import { changeReferralTerms, readReferralTerms } from './referrals/terms.ts';
import { bookRewardList } from './rewards/book.ts';
import { createRewardList, dropRewardList, listRewardLists, previewRewards, rewardLines } from './rewards/lists.ts';
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
    segments: segmentsForCoupons,
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
  early: { list: listEarlyGoods, keep: keepGoods, open: openGoods },
  draws: {
    list: listDraws,
    create: (ctx, rules) => createDraw(ctx, rules),
    change: changeDraw,
    drop: dropDraw,
    publish: publishDraw,
    end: endDraw,
    tries: listTries,
    ofCustomer: drawsOfCustomer,
    give: giveTries,
    draw: drawOnce,
  },
  stamps: {
    list: listStampCards,
    create: (ctx, input) => createStampCard(ctx, input),
    end: endStampCard,
    stamp: stampByHand,
    ofCustomer: stampsOfCustomer,
  },
  value: {
    terms: readValueTerms,
    changeTerms: changeValueTerms,
    summary: valueSummary,
    account: readValueAccount,
    entries: listValueEntries,
    topUp,
    pay: payWithValue,
    takeBack: takeValueBack,
    payOut,
    giftCards: { sell: sellGiftCard, code: giftCardCode, look: lookAtGiftCard, claim: claimGiftCard },
  },
  credit: {
    summary: creditSummary,
    open: listOpenCredits,
    account: readCredit,
    entries: listCreditEntries,
    pay: payCredit,
    takeBack: takePaymentBack,
  },
  referrals: {
    terms: readReferralTerms,
    changeTerms: changeReferralTerms,
    list: listReferrals,
    ofCustomer: referralsOfCustomer,
    makeCode: makeReferralCode,
    record: recordReferral,
    look: lookAtReferral,
    join: joinByReferral,
  },
  rewards: {
    list: listRewardLists,
    preview: previewRewards,
    create: createRewardList,
    lines: rewardLines,
    book: bookRewardList,
    drop: dropRewardList,
  },
  report: { summary: readSummary, whatIf: replayOrders },
  counter: {
    lookup: lookUp,
    bill: priceBasket,
    sell,
    sale: readSale,
    receiptLink: linkToReceipt,
    refund: refundSale,
    goods: findGoods,
    enrol,
  },
});
