import type { Step, StepKind } from '../plan-contract.ts';

/** Where a step goes: before the `at`-th of the outermost steps, or of a branch of another step. */
export interface Place {
  within: { stepId: string; outcome: string } | null;
  at: number;
}

export function insertStep(steps: readonly Step[], place: Place, step: Step): Step[] {
  return changeList(steps, place.within, (list) => [...list.slice(0, place.at), step, ...list.slice(place.at)]);
}

/** With everything in its branches. */
export function removeStep(steps: readonly Step[], id: string): Step[] {
  return steps.filter((step) => step.id !== id).map((step) => mapBranches(step, (list) => removeStep(list, id)));
}

export function replaceStep(steps: readonly Step[], next: Step): Step[] {
  return steps.map((step) => (step.id === next.id ? next : mapBranches(step, (list) => replaceStep(list, next))));
}

/** One place up or down among its neighbours; at the end of the row nothing moves. */
export function moveStep(steps: readonly Step[], id: string, by: -1 | 1): Step[] {
  const at = steps.findIndex((step) => step.id === id);
  if (at < 0) return steps.map((step) => mapBranches(step, (list) => moveStep(list, id, by)));
  const to = at + by;
  if (to < 0 || to >= steps.length) return [...steps];
  const moved = [...steps];
  [moved[at], moved[to]] = [moved[to] as Step, moved[at] as Step];
  return moved;
}

/** A step with everything still open. */
export function newStep(kind: StepKind, id: string): Step {
  switch (kind) {
    case 'wait':
      return { id, kind, wait: { kind: 'span', span: { amount: 1, unit: 'days' } } };
    case 'until':
      return { id, kind, happens: { kind: 'order' }, within: { amount: 7, unit: 'days' }, came: [], missed: [] };
    case 'condition':
      return { id, kind, condition: null, yes: [], no: [] };
    case 'split':
      return { id, kind, branches: [50, 50].map((share) => ({ share, steps: [] })) };
    case 'message':
      return { id, kind, channelId: null, templateId: null };
    case 'task':
      return { id, kind, title: '', note: '', dueDays: 3, assigneeId: null };
    case 'coupon':
      return { id, kind, couponId: null };
    case 'points':
      return { id, kind, points: 50, reason: '' };
    case 'tag':
      return { id, kind, tag: '', remove: false };
    case 'field':
      return { id, kind, field: '', value: '' };
    case 'owner':
      return { id, kind, memberId: null };
    case 'call':
      return { id, kind, url: 'https://' };
    case 'leave':
      return { id, kind };
  }
}

function changeList(steps: readonly Step[], within: Place['within'], change: (list: Step[]) => Step[]): Step[] {
  if (within === null) return change([...steps]);
  return steps.map((step) =>
    mapBranches(step, (list, outcome) =>
      step.id === within.stepId && outcome === within.outcome ? change(list) : changeList(list, within, change),
    ),
  );
}

function mapBranches(step: Step, change: (list: Step[], outcome: string) => Step[]): Step {
  switch (step.kind) {
    case 'until':
      return { ...step, came: change(step.came, 'came'), missed: change(step.missed, 'missed') };
    case 'condition':
      return { ...step, yes: change(step.yes, 'yes'), no: change(step.no, 'no') };
    case 'split':
      return { ...step, branches: step.branches.map((one, n) => ({ ...one, steps: change(one.steps, String(n)) })) };
    default:
      return step;
  }
}
