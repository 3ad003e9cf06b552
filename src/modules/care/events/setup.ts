import { registerTimeline, type Belonging } from '../../customers/index.ts';
import { registerUndo } from '../../transfer/index.ts';
import { undoDemoEvents } from './demo-events.ts';
import { guestsOnTimeline } from './timeline.ts';

export const eventBelongings: readonly Belonging[] = [
  {
    table: 'care_gathering_guests',
    onMerge: 'move',
    onErase: 'delete',
    inPackage: ['state', 'invited_at', 'registered_at', 'away_at', 'came_at'],
  },
];

/** What this room adds to others; called once at start by `module.ts`. */
export function hangIn(): void {
  registerTimeline(guestsOnTimeline);
  registerUndo(undoDemoEvents);
}
