import type { Plan } from './plan-contract.ts';
import type { Flow } from './rules/flow.ts';
import type { EntryRow } from './stored.ts';

/** Somebody who is being led on. `entry` is changed on the way and written down at the end. */
export interface Walker {
  entry: EntryRow;
  /** The name of the journey, and who published it. */
  journey: string;
  author: string | null;
  ownerId: string | null;
  there: boolean;
  plan: Plan;
  flow: Flow;
  passed: { step: string; outcome: string; detail: string | null }[];
  /** Waits at a step: nothing more happens now. */
  rests: boolean;
  outcome?: string;
  detail?: string;
}
