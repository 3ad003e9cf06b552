export { verifyRhythms } from './rhythms.ts';
