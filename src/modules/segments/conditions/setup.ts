import { registerBelongings, registerListChoice, registerPackagePart } from '../../customers/index.ts';
import { registerUndo } from '../../transfer/index.ts';
import { segmentBelongings, segmentsInPackage } from './belongings.ts';
import { consent, noContact, onFile } from './card-kinds.ts';
import { undoSegments } from './demo-segments.ts';
import { registerCondition } from './kinds.ts';
import { segmentChoice } from './list-choice.ts';
import { purchases } from './purchases.ts';
import { visits } from './visits.ts';

/** What this room adds to others; called once at start by `module.ts`. */
export function hangIn(): void {
  registerBelongings(segmentBelongings);
  registerPackagePart(segmentsInPackage);
  registerListChoice(segmentChoice);
  registerUndo(undoSegments);
  registerCondition(purchases);
  registerCondition(visits);
  registerCondition(onFile);
  registerCondition(noContact);
  registerCondition(consent);
}
