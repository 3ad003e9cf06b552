import type { Ctx } from '../../kernel/context.ts';
import { reaction } from '../../kernel/outbox.ts';
import { customersChanged, customersCreated, profilingChanged } from '../customers/index.ts';
import { ordersImported, ordersRecorded } from '../orders/index.ts';
import { divisionWanted, pastWanted } from './contract.ts';
import { keepDemoClasses } from './demo-classes.ts';
import { classChanged, classCustomers, classProspects, divide, divideShop } from './engine/divide.ts';
import { tellPast, tellPastAfter } from './engine/past.ts';

export const reactions = [
  reaction('segments.after_orders', ordersRecorded, (ctx, { customerIds }) => classCustomers(ctx, customerIds)),
  reaction('segments.after_import', ordersImported, (ctx, { changeSetId }) => divideImported(ctx, changeSetId)),
  reaction('segments.demo_classes', ordersImported, (ctx) => keepDemoClasses(ctx)),
  reaction('segments.profiling', profilingChanged, (ctx, { customerIds }) => classCustomers(ctx, customerIds)),
  reaction('segments.new_prospects', customersCreated, (ctx, { customerIds }) => classProspects(ctx, customerIds)),
  reaction('segments.known_prospects', customersChanged, (ctx, { customerIds }) => classChanged(ctx, customerIds)),
  reaction('segments.divide', divisionWanted, (ctx, { scheme }) => divide(ctx, scheme)),
  reaction('segments.past', pastWanted, (ctx, { scheme }) => tellPast(ctx, scheme)),
];

async function divideImported(ctx: Ctx, changeSetId: string | null): Promise<void> {
  await divideShop(ctx);
  await tellPastAfter(ctx, changeSetId);
}
