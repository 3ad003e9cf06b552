import { reaction } from '../../kernel/outbox.ts';
import { ordersImported, ordersRecorded } from '../orders/index.ts';
import { profilingChanged } from '../customers/index.ts';
import { divisionWanted } from './contract.ts';
import { classCustomers, divide, divideShop } from './divide.ts';

export const reactions = [
  reaction('segments.after_orders', ordersRecorded, (ctx, { customerIds }) => classCustomers(ctx, customerIds)),
  reaction('segments.after_import', ordersImported, (ctx) => divideShop(ctx)),
  reaction('segments.profiling', profilingChanged, (ctx, { customerIds }) => classCustomers(ctx, customerIds)),
  reaction('segments.divide', divisionWanted, (ctx, { scheme }) => divide(ctx, scheme)),
];
