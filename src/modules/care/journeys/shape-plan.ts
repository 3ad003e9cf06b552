import { refusals } from '../../../kernel/errors.ts';
import { storable } from '../../customers/index.ts';
import { careErrors } from '../errors-contract.ts';
import { planShape, type Plan } from './plan-contract.ts';
import { allSteps } from './rules/flow.ts';

const refuse = refusals(careErrors);

const LONGEST = 60_000;
const DEEPEST = 40;
export const MOST_STEPS = 60;

export const EMPTY_PLAN: Plan = {
  trigger: { kind: 'joined' },
  again: 'never',
  holdOutPercent: 10,
  effectDays: 28,
  goal: null,
  exit: null,
  steps: [],
};

/** What somebody sent, as a plan; what is missing in it may be missing, what makes no sense is refused with its place. */
export function admitPlan(given: unknown): Plan {
  // Measured before it is read: a plan of a thousand floors would topple whoever climbs it.
  if (depthOf(given) > DEEPEST || (JSON.stringify(given) ?? '').length > LONGEST)
    throw refuse('JOURNEY_PLAN_UNFIT', { path: 'plan.steps' });
  const read = planShape.safeParse({ ...EMPTY_PLAN, ...(isPlain(given) ? storable(given) : { steps: null }) });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw refuse('JOURNEY_PLAN_UNFIT', { path: ['plan', ...(issue?.path ?? [])].join('.').slice(0, 200) });
  }
  if (allSteps(read.data.steps).length > MOST_STEPS) throw refuse('JOURNEY_PLAN_UNFIT', { path: 'plan.steps' });
  return read.data;
}

function isPlain(given: unknown): given is object {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

function depthOf(given: unknown): number {
  let layer: unknown[] = [given];
  for (let depth = 1; ; depth += 1) {
    layer = layer.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (layer.length === 0 || depth > DEEPEST) return depth;
  }
}
