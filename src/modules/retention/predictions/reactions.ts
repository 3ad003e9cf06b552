import { reaction } from '../../../kernel/outbox.ts';
import { customersErased, profilingChanged } from '../../customers/index.ts';
import { ordersRecorded } from '../../orders/index.ts';
import { predictionsWanted, scoringDue } from './contract.ts';
import { predictShop } from './run.ts';
import { scoreCustomers, scorePortion } from './scores.ts';

export const predictionReactions = [
  reaction('retention.predict', predictionsWanted, (ctx) => predictShop(ctx)),
  reaction('retention.score', scoringDue, (ctx, portion) => scorePortion(ctx, portion)),
  reaction('retention.score_after_orders', ordersRecorded, (ctx, { customerIds }) => scoreCustomers(ctx, customerIds)),
  reaction('retention.score_profiling', profilingChanged, (ctx, { customerIds }) => scoreCustomers(ctx, customerIds)),
  reaction('retention.score_erased', customersErased, (ctx, { customerIds }) => scoreCustomers(ctx, customerIds)),
];
