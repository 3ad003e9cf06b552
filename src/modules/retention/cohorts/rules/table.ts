import { addMonths, monthsBetween, startOfMonth, type CivilDate } from '../../../../maths/calendar.ts';
import { wilson } from '../../../../maths/statistics.ts';

/** Customers of one first month who bought in one month; per source or branch where that is asked. */
export interface CellCount {
  key: string | null;
  first: CivilDate;
  month: CivilDate;
  customers: number;
  minor: bigint;
}

export interface CohortCell {
  age: number;
  customers: number;
  of: number;
  minor: bigint;
  share: number;
  low: number;
  high: number;
  complete: boolean;
}

export interface CohortRow {
  key: string | null;
  customers: number;
  cells: CohortCell[];
}

const AGES = 24;

/**
 * A row per cohort, a cell per month since. Where several first months share a row, only those count that have had the
 * time: one that came last month says nothing of the sixth. A cell whose month still runs is not complete.
 */
export function cohortTable(counts: readonly CellCount[], until: CivilDate): CohortRow[] {
  const running = startOfMonth(until);
  return [...Map.groupBy(counts, ({ key }) => key)].map(([key, own]) => {
    const sizes = new Map<CivilDate, number>();
    for (const { first, month, customers } of own) if (first === month) sizes.set(first, customers);
    const byAge = Map.groupBy(own, ({ first, month }) => monthsBetween(first, month));
    const cells: CohortCell[] = [];
    for (let age = 1; age <= AGES; age += 1) {
      const settled = [...sizes].filter(([first]) => addMonths(first, age) < running);
      const open = [...sizes].filter(([first]) => addMonths(first, age) === running);
      const firsts = settled.length > 0 ? settled : open;
      if (firsts.length === 0) continue;
      const counted = new Set(firsts.map(([first]) => first));
      const active = (byAge.get(age) ?? []).filter(({ first }) => counted.has(first));
      const of = firsts.reduce((sum, [, size]) => sum + size, 0);
      const customers = active.reduce((sum, one) => sum + one.customers, 0);
      const bounds = wilson(customers, of) ?? { low: 0, high: 1 };
      const minor = active.reduce((sum, one) => sum + one.minor, 0n);
      cells.push({
        age,
        customers,
        of,
        minor,
        share: of > 0 ? customers / of : 0,
        ...bounds,
        complete: settled.length > 0,
      });
    }
    return { key, customers: [...sizes.values()].reduce((sum, size) => sum + size, 0), cells };
  });
}

/** From the nth purchase day to the next. `reached[n]` made n or more; of them `waiting[n]` still have time for n + 1. */
export function repeatLadder(reached: readonly number[], waiting: readonly number[]) {
  const rungs = [];
  for (let from = 1; from + 1 < reached.length; from += 1) {
    const went = reached[from + 1] ?? 0;
    const of = (reached[from] ?? 0) - (waiting[from] ?? 0);
    const bounds = wilson(went, of);
    if (bounds && of >= went) rungs.push({ from, of, went, share: went / of, ...bounds });
  }
  return rungs;
}
