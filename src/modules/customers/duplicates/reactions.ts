import { reaction } from '../../../kernel/outbox.ts';
import { customersChanged, customersCreated } from '../events.ts';
import { matchingDue } from './contract.ts';
import { matchDue } from './scan.ts';

export const duplicateReactions = [
  reaction('customers.match_created', customersCreated, (ctx) => matchDue(ctx)),
  reaction('customers.match_changed', customersChanged, (ctx) => matchDue(ctx)),
  reaction('customers.match_more', matchingDue, (ctx) => matchDue(ctx)),
];
