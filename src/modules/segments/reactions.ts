import { reaction } from '../../kernel/outbox.ts';
import { ordersImported, ordersRecorded } from '../orders/index.ts';
import { classCustomers, divideShop } from './divide.ts';

export const reactions = [
  reaction('segments.after_orders', ordersRecorded, (ctx, { customerIds }) => classCustomers(ctx, customerIds)),
  reaction('segments.after_import', ordersImported, (ctx) => divideShop(ctx)),
];
