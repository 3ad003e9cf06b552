import { addDays } from '../../../../maths/calendar.ts';

interface Asked {
  questions: number;
  dueDays: number | null;
  /** The shop's day on which the colleague got it: assigned, joined, or a new edition, whichever came last. Null: never. */
  since: string | null;
}

export interface Receipt {
  kind: 'read' | 'passed' | 'failed';
  at: Date;
}

/** Where a colleague stands with a course, from the receipts of its present edition. A test is done by passing it. */
export function standingOf({ questions, dueDays, since }: Asked, receipts: readonly Receipt[], today: string) {
  const counts = questions > 0 ? 'passed' : 'read';
  const done = receipts.find(({ kind }) => kind === counts);
  const dueOn = since === null || dueDays === null ? null : addDays(since, dueDays);
  const late = dueOn !== null && dueOn < today;
  const state = done ? 'done' : since === null ? 'none' : late ? 'overdue' : 'open';
  return { state, dueOn, doneAt: done?.at ?? null } as const;
}

/** A question is right when exactly its right choices were chosen. Answers the ids of those that were not. */
export function wrongAnswers(
  questions: readonly { id: string; right: readonly number[] }[],
  answers: Readonly<Record<string, readonly number[]>>,
): string[] {
  const same = (one: readonly number[], other: readonly number[]) => {
    const [a, b] = [new Set(one), new Set(other)];
    return a.size === b.size && [...a].every((choice) => b.has(choice));
  };
  return questions.filter(({ id, right }) => !same(right, answers[id] ?? [])).map(({ id }) => id);
}

/** Whether so many right answers reach the per cent that the course asks for. */
export function passes(right: number, questions: number, passAt: number): boolean {
  return right * 100 >= passAt * questions;
}
