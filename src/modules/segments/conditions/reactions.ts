import { reaction } from '../../../kernel/outbox.ts';
import {
  customersChanged,
  customersCreated,
  customersErased,
  profilingChanged,
  stagesPassed,
} from '../../customers/index.ts';
import { ordersImported, ordersRecorded, visitsChanged } from '../../orders/index.ts';
import { cameWithMany } from '../../transfer/index.ts';
import { segmentsTouched } from './contract.ts';
import { keepDemoSegments } from './demo-segments.ts';
import { reviewMembers } from './keep-members.ts';

/** The stage of a customer follows from purchases, and stands on the card. */
const AFTER_PURCHASES = ['orders', 'purchase_days', 'customer_statistics', 'customers'];

export const segmentReactions = [
  reaction('segments.demo', customersCreated, keepDemoSegments, cameWithMany),
  reaction('segments.of_new', customersCreated, (ctx, { customerIds }) => reviewMembers(ctx, null, customerIds)),
  // An undone import names the change set alone.
  reaction('segments.of_changed', customersChanged, (ctx, { customerIds, changeSetId }) =>
    reviewMembers(ctx, null, changeSetId !== null && customerIds?.length === 0 ? null : customerIds),
  ),
  reaction('segments.of_erased', customersErased, (ctx, { customerIds }) => reviewMembers(ctx, null, customerIds)),
  reaction('segments.of_profiled', profilingChanged, (ctx, { customerIds }) => reviewMembers(ctx, null, customerIds)),
  reaction('segments.of_passed', stagesPassed, (ctx, { customerIds }) =>
    reviewMembers(ctx, ['customers'], customerIds),
  ),
  reaction('segments.of_buyers', ordersRecorded, (ctx, { customerIds }) =>
    reviewMembers(ctx, AFTER_PURCHASES, customerIds),
  ),
  reaction('segments.of_all_buyers', ordersImported, (ctx) => reviewMembers(ctx, AFTER_PURCHASES, null)),
  reaction('segments.of_visitors', visitsChanged, (ctx, { customerIds }) =>
    reviewMembers(ctx, ['visits'], customerIds),
  ),
  reaction('segments.of_touched', segmentsTouched, (ctx, { tables, customerIds }) =>
    reviewMembers(ctx, tables, customerIds),
  ),
];
