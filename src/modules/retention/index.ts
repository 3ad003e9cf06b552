export { startRefresh, watchCustomers } from './refresh.ts';
export { verifyRhythms } from './rhythms.ts';
