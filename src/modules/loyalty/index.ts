export { verifyLoyalty } from './ledger/verify.ts';
