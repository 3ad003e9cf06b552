import { z } from 'zod';
import { civilDate, event, id } from '../../kernel/contract.ts';

/** Another version is in force: everybody's points and tiers are looked at. */
export const programmePublished = event('loyalty.programme_published', z.object({}), true);
/** One portion of that, or of an import; it queues the next one. */
export const reviewDue = event(
  'loyalty.review_due',
  z.object({ reviewId: id, changeSetId: id.nullable(), after: id.nullable() }),
  true,
);
/** Points of these customers expire soon; said once of each last day. */
export const pointsExpiring = event(
  'loyalty.points_expiring',
  z.object({ customers: z.array(z.object({ customerId: id, points: z.int(), on: civilDate })) }),
);
/** Points or tiers of these customers changed. */
export const pointsChanged = event('loyalty.points_changed', z.object({ customerIds: z.array(id) }));
