export { pointsExpiring } from './events.ts';
export { verifyLoyalty } from './ledger/verify.ts';
