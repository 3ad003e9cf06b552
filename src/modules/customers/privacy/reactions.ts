import { reaction } from '../../../kernel/outbox.ts';
import { cameWithMany } from '../../transfer/index.ts';
import { customersCreated } from '../events.ts';
import { restrictDemoCustomers } from './demo-restrictions.ts';
import { customersErased, tombstonesLifted } from './erasure/contract.ts';
import { bury, liftInFile } from './erasure/bury.ts';

export const privacyReactions = [
  reaction('customers.bury', customersErased, bury),
  reaction('customers.demo_restrictions', customersCreated, restrictDemoCustomers, cameWithMany),
  reaction('customers.lift_tombstones', tombstonesLifted, liftInFile),
];
