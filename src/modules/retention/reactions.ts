import { reaction } from '../../kernel/outbox.ts';
import { customersErased, profilingChanged } from '../customers/index.ts';
import { ordersImported, ordersRecorded } from '../orders/index.ts';
import { refreshDue, refreshWanted } from './contract.ts';
import { predictionReactions } from './predictions/reactions.ts';
import { refreshPortion, startRefresh, watchCustomers } from './refresh.ts';

export const reactions = [
  ...predictionReactions,
  reaction('retention.after_orders', ordersRecorded, (ctx, { customerIds }) => watchCustomers(ctx, customerIds)),
  reaction('retention.after_import', ordersImported, (ctx) => startRefresh(ctx)),
  reaction('retention.profiling', profilingChanged, (ctx, { customerIds }) => watchCustomers(ctx, customerIds)),
  reaction('retention.erased', customersErased, (ctx, { customerIds }) => watchCustomers(ctx, customerIds)),
  reaction('retention.refresh', refreshWanted, (ctx) => startRefresh(ctx)),
  reaction('retention.refresh_portion', refreshDue, (ctx, portion) => refreshPortion(ctx, portion)),
];
