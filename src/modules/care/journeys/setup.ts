import type { Belonging } from '../../customers/index.ts';
import { registerCondition } from '../../segments/index.ts';
import { registerUndo } from '../../transfer/index.ts';
import { pointsExpiring, tierEnding } from './conditions.ts';
import { undoDemoJourneys } from './demo-journeys.ts';

export const journeyBelongings: readonly Belonging[] = [
  {
    table: 'care_journey_entries',
    onMerge: 'move',
    onErase: { blank: ['fields'] },
    inPackage: ['entered_at', 'state', 'ended_at', 'ended_why'],
  },
];

/** What this room adds to others; called once at start by `module.ts`. */
export function hangIn(): void {
  registerCondition(pointsExpiring);
  registerCondition(tierEnding);
  registerUndo(undoDemoJourneys);
}
