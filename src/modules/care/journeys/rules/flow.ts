import type { Plan, Step } from '../plan-contract.ts';

/** Where a step stands: which one follows, and which one each of its branches begins with. Null is the end. */
export interface Placed {
  step: Step;
  next: string | null;
  branches: Readonly<Record<string, string | null>>;
  depth: number;
}

export interface Flow {
  first: string | null;
  at: ReadonlyMap<string, Placed>;
}

/** A branch that ends goes on with the step after the one that it branched from. */
export function flowOf({ steps }: Pick<Plan, 'steps'>): Flow {
  const at = new Map<string, Placed>();
  place(steps, null, 1, at);
  return { first: steps[0]?.id ?? null, at };
}

/** The branches of a step by the outcome that leads into them. */
export function branchesOf(step: Step): [outcome: string, steps: Step[]][] {
  switch (step.kind) {
    case 'until':
      return [
        ['came', step.came],
        ['missed', step.missed],
      ];
    case 'condition':
      return [
        ['yes', step.yes],
        ['no', step.no],
      ];
    case 'split':
      return step.branches.map(({ steps }, n): [string, Step[]] => [String(n), steps]);
    default:
      return [];
  }
}

/** Whoever leaves goes nowhere; an outcome that no branch is named after goes straight on. */
export function goesTo({ step, next, branches }: Placed, outcome: string): string | null {
  if (step.kind === 'leave') return null;
  return outcome in branches ? (branches[outcome] ?? null) : next;
}

export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...branchesOf(step).flatMap(([, below]) => allSteps(below))]);
}

function place(steps: readonly Step[], after: string | null, depth: number, at: Map<string, Placed>): void {
  for (const [n, step] of steps.entries()) {
    const next = steps[n + 1]?.id ?? after;
    const branches = branchesOf(step);
    at.set(step.id, {
      step,
      next,
      depth,
      branches: Object.fromEntries(branches.map(([outcome, below]) => [outcome, below[0]?.id ?? next])),
    });
    for (const [, below] of branches) place(below, next, depth + 1, at);
  }
}
