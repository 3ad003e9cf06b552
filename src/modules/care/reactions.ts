import { reaction } from '../../kernel/outbox.ts';
import { customersCreated } from '../customers/index.ts';
import { ordersImported } from '../orders/index.ts';
import { runDemoCampaign } from './campaigns/demo-campaign.ts';
import { openDemoCare } from './demo-care.ts';

export const reactions = [
  reaction('care.demo', customersCreated, (ctx, { changeSetId }) => openDemoCare(ctx, changeSetId)),
  reaction('care.demo_campaign', ordersImported, (ctx, { changeSetId }) => runDemoCampaign(ctx, changeSetId)),
];
