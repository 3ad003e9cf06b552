export { pointsExpiring } from './events.ts';
export { verifyLoyalty } from './ledger/verify.ts';
export { pointsChanged } from './events.ts';
export { adjustPoints } from './ledger/adjust.ts';
export { issueCoupons } from './coupons/vouchers.ts';
export { couponToGive, giveCoupons } from './coupons/give.ts';
export { registerMemberRoom, type InRoom, type MemberRoom } from './member/rooms.ts';
