import { reaction } from '../../kernel/outbox.ts';
import { customersChanged, customersCreated, profilingChanged } from '../customers/index.ts';
import { ordersImported, ordersRecorded } from '../orders/index.ts';
import { divisionWanted } from './contract.ts';
import { classCustomers, classProspects, divide, divideShop } from './engine/divide.ts';

export const reactions = [
  reaction('segments.after_orders', ordersRecorded, (ctx, { customerIds }) => classCustomers(ctx, customerIds)),
  reaction('segments.after_import', ordersImported, (ctx) => divideShop(ctx)),
  reaction('segments.profiling', profilingChanged, (ctx, { customerIds }) => classCustomers(ctx, customerIds)),
  reaction('segments.new_prospects', customersCreated, (ctx, { customerIds }) => classProspects(ctx, customerIds)),
  reaction('segments.known_prospects', customersChanged, (ctx, { customerIds }) => classProspects(ctx, customerIds)),
  reaction('segments.divide', divisionWanted, (ctx, { scheme }) => divide(ctx, scheme)),
];
