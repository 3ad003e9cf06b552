import type { Plan, Step } from '../plan-contract.ts';
import { branchesOf, flowOf } from './flow.ts';

/** Where everything stands on the map, in columns and rows of one; the beginning is `start`, the end `end`. */
export interface Layout {
  places: ReadonlyMap<string, { column: number; row: number }>;
  edges: { from: string; to: string; outcome: string | null }[];
}

/** From above to below; branches beside each other, with what follows them below the longest. */
export function layoutOf({ steps }: Pick<Plan, 'steps'>): Layout {
  const places = new Map<string, { column: number; row: number }>();
  const width = widthOf(steps);
  const middle = (width - 1) / 2;
  places.set('start', { column: middle, row: 0 });
  places.set('end', { column: middle, row: put(steps, 0, width, 1, places) });
  const { first, at } = flowOf({ steps });
  const edges: Layout['edges'] = [{ from: 'start', to: first ?? 'end', outcome: null }];
  for (const [id, { step, next, branches }] of at) {
    const outcomes = Object.entries(branches);
    for (const [outcome, to] of outcomes) edges.push({ from: id, to: to ?? 'end', outcome });
    if (outcomes.length === 0 && step.kind !== 'leave') edges.push({ from: id, to: next ?? 'end', outcome: null });
  }
  return { places, edges };
}

function widthOf(steps: readonly Step[]): number {
  const widths = steps.map((step) => branchesOf(step).reduce((sum, [, below]) => sum + widthOf(below), 0));
  return Math.max(1, ...widths);
}

/** Answers the row below. */
function put(
  steps: readonly Step[],
  left: number,
  width: number,
  from: number,
  places: Map<string, { column: number; row: number }>,
): number {
  let row = from;
  for (const step of steps) {
    places.set(step.id, { column: left + (width - 1) / 2, row });
    row += 1;
    const branches = branchesOf(step).map(([, below]) => ({ below, width: widthOf(below) }));
    let at = left + (width - branches.reduce((sum, branch) => sum + branch.width, 0)) / 2;
    let lowest = row;
    for (const branch of branches) {
      lowest = Math.max(lowest, put(branch.below, at, branch.width, row, places));
      at += branch.width;
    }
    row = lowest;
  }
  return row;
}
