import { reaction } from '../../../kernel/outbox.ts';
import { customersErased, tombstonesLifted } from './erasure/contract.ts';
import { bury, liftInFile } from './erasure/bury.ts';

export const privacyReactions = [
  reaction('customers.bury', customersErased, bury),
  reaction('customers.lift_tombstones', tombstonesLifted, liftInFile),
];
