import { reaction } from '../../kernel/outbox.ts';
import { customersCreated } from '../customers/index.ts';
import { ordersImported, ordersRecorded, ordersReturned } from '../orders/index.ts';
import { cameWithMany, toldOutside } from '../transfer/index.ts';
import { liveDemoProgramme } from './demo/live.ts';
import { openDemoProgramme } from './demo/open-programme.ts';
import { returnSales } from './counter/return-sale.ts';
import { pointsChanged, programmePublished, reviewDue } from './events.ts';
import { settleReferrals } from './referrals/settle.ts';
import { remind } from './reminders/remind.ts';
import { reviewCustomers } from './review.ts';
import { reviewPortion, startReview } from './review-all.ts';

export const reactions = [
  toldOutside(pointsChanged, ({ customerIds }) => ({ customerIds })),
  reaction('loyalty.after_orders', ordersRecorded, (ctx, { customerIds }) => reviewCustomers(ctx, customerIds)),
  reaction('loyalty.return_orders', ordersReturned, returnSales),
  reaction('loyalty.referrals', ordersRecorded, (ctx, { customerIds }) => settleReferrals(ctx, customerIds)),
  reaction('loyalty.referrals_import', ordersImported, (ctx) => settleReferrals(ctx, null)),
  reaction('loyalty.after_import', ordersImported, (ctx, { changeSetId }) => startReview(ctx, changeSetId)),
  reaction(
    'loyalty.demo',
    customersCreated,
    (ctx, { changeSetId }) => openDemoProgramme(ctx, changeSetId),
    cameWithMany,
  ),
  reaction('loyalty.demo_lives', ordersImported, (ctx, { changeSetId }) => liveDemoProgramme(ctx, changeSetId)),
  reaction('loyalty.published', programmePublished, (ctx) => startReview(ctx, null)),
  reaction('loyalty.remind', pointsChanged, (ctx, { customerIds }) => remind(ctx, customerIds)),
  reaction('loyalty.review', reviewDue, (ctx, portion) => reviewPortion(ctx, portion)),
];
