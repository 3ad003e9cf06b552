import { reaction } from '../../../kernel/outbox.ts';
import { customersChanged, customersCreated, stagesPassed } from '../../customers/index.ts';
import { pointsChanged } from '../../loyalty/index.ts';
import { ordersImported, ordersRecorded, visitsChanged } from '../../orders/index.ts';
import { segmentEntered, segmentsTouched } from '../../segments/index.ts';
import { runDemoJourneys } from './demo-journeys.ts';
import { hear } from './heard.ts';
import { letEnterSegment, letHappen } from './what-happened.ts';

/** What comes with an import or its undo is no news of today. */
export const journeyReactions = [
  reaction('care.journeys_joined', customersCreated, async (ctx, { customerIds, changeSetId }) => {
    if (changeSetId === null) await letHappen(ctx, ['joined'], customerIds);
  }),
  reaction('care.journeys_changed', customersChanged, async (ctx, { customerIds, changeSetId }) => {
    if (changeSetId === null || (customerIds?.length ?? 0) > 0)
      await letHappen(ctx, ['tag', 'field', 'stage'], customerIds);
  }),
  reaction('care.journeys_passed', stagesPassed, (ctx, { customerIds }) => letHappen(ctx, ['stage'], customerIds)),
  reaction('care.journeys_ordered', ordersRecorded, async (ctx, { customerIds }) => {
    await hear(ctx, 'order', customerIds);
    await letHappen(ctx, ['order', 'firstOrder', 'stage'], customerIds);
  }),
  reaction('care.journeys_demo', ordersImported, (ctx, { changeSetId }) => runDemoJourneys(ctx, changeSetId)),
  reaction('care.journeys_visited', visitsChanged, async (ctx, { customerIds }) => {
    await hear(ctx, 'visit', customerIds);
    await letHappen(ctx, ['visit'], customerIds);
  }),
  reaction('care.journeys_points', pointsChanged, (ctx, { customerIds }) => letHappen(ctx, ['tier'], customerIds)),
  reaction('care.journeys_touched', segmentsTouched, async (ctx, { tables, customerIds }) => {
    if (tables.includes('class_members')) await letHappen(ctx, ['class'], customerIds);
    if (tables.includes('retention_alerts')) await letHappen(ctx, ['alert'], customerIds);
  }),
  reaction('care.journeys_segment', segmentEntered, (ctx, { segmentId, customerIds }) =>
    letEnterSegment(ctx, segmentId, customerIds),
  ),
];
