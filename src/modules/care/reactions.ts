import { reaction } from '../../kernel/outbox.ts';
import { customersCreated } from '../customers/index.ts';
import { ordersImported } from '../orders/index.ts';
import { cameWithMany } from '../transfer/index.ts';
import { runDemoCampaign } from './campaigns/demo-campaign.ts';
import { openDemoCare } from './demo-care.ts';
import { writeDemoArticles } from './content/demo-articles.ts';
import { holdDemoEvents } from './events/demo-events.ts';

export const reactions = [
  reaction('care.demo', customersCreated, (ctx, { changeSetId }) => openDemoCare(ctx, changeSetId), cameWithMany),
  reaction(
    'care.articles_demo',
    customersCreated,
    (ctx, { changeSetId }) => writeDemoArticles(ctx, changeSetId),
    cameWithMany,
  ),
  reaction('care.demo_campaign', ordersImported, (ctx, { changeSetId }) => runDemoCampaign(ctx, changeSetId)),
  reaction('care.events_demo', ordersImported, (ctx, { changeSetId }) => holdDemoEvents(ctx, changeSetId)),
];
