import type { Plan, ProblemKind, Step, Trigger } from '../plan-contract.ts';
import { allSteps } from './flow.ts';

/** Where and what; `stepId` null is the beginning. */
export interface PlanProblem {
  stepId: string | null;
  kind: ProblemKind;
}

/** What the plan itself shows; whether what it names is there, only the server knows. */
export function problemsOf(plan: Plan): PlanProblem[] {
  const steps = allSteps(plan.steps);
  const found: PlanProblem[] = [];
  if (triggerOpen(plan.trigger)) found.push({ stepId: null, kind: 'triggerOpen' });
  if (steps.length === 0) found.push({ stepId: null, kind: 'noSteps' });
  const seen = new Set<string>();
  for (const step of steps) {
    if (seen.has(step.id)) found.push({ stepId: step.id, kind: 'sameStep' });
    seen.add(step.id);
    const kind = problemOf(step);
    if (kind) found.push({ stepId: step.id, kind });
  }
  return found;
}

function triggerOpen(trigger: Trigger): boolean {
  switch (trigger.kind) {
    case 'stage':
      return trigger.to.length === 0;
    case 'segment':
      return trigger.segmentId === null;
    case 'tag':
      return trigger.tag === '';
    case 'field':
    case 'date':
      return trigger.field === '';
    case 'daily':
      return trigger.condition == null;
    case 'event':
      return trigger.name === '';
    default:
      return false;
  }
}

function problemOf(step: Step): ProblemKind | null {
  switch (step.kind) {
    case 'message':
      if (step.channelId === null) return 'noChannel';
      return step.templateId === null ? 'noTemplate' : null;
    case 'task':
      return step.title === '' ? 'noTitle' : null;
    case 'coupon':
      return step.couponId === null ? 'noCoupon' : null;
    case 'points':
      return step.reason === '' ? 'noReason' : null;
    case 'tag':
      return step.tag === '' ? 'noTag' : null;
    case 'field':
      return step.field === '' ? 'noField' : null;
    case 'owner':
      return step.memberId === null ? 'noMember' : null;
    case 'call':
      return /^https:\/\/[^\s/?#@]+\.[^\s/?#@]+([/?#]\S*)?$/.test(step.url) ? null : 'badUrl';
    case 'condition':
      return step.condition == null ? 'noCondition' : null;
    case 'split':
      return step.branches.reduce((sum, { share }) => sum + share, 0) === 100 ? null : 'sharesNot100';
    case 'until':
      return step.happens.kind === 'event' && step.happens.name === '' ? 'noEvent' : null;
    default:
      return null;
  }
}
