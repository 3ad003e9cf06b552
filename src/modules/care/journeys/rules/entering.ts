import type { Plan } from '../plan-contract.ts';

const DAY_MS = 86_400_000;

/** What is known of a customer's earlier times in a journey. */
export interface Earlier {
  /** On the way at this moment. */
  open: boolean;
  lastAt: Date | null;
}

export function mayEnter(again: Plan['again'], { open, lastAt }: Earlier, now: Date): boolean {
  if (open) return false;
  if (lastAt === null || again === 'always') return true;
  if (again === 'never') return false;
  return now.getTime() - lastAt.getTime() >= again.days * DAY_MS;
}

/** What is kept of the cause: where nobody enters twice, all causes are one. */
export function causeKept(again: Plan['again'], cause: string): string {
  return again === 'never' ? 'once' : cause.slice(0, 200);
}

/** Which of the branches a draw between 0 and 1 falls into, by shares of 100. */
export function branchFor(shares: readonly number[], draw: number): number {
  const all = shares.reduce((sum, share) => sum + share, 0);
  let passed = 0;
  for (const [n, share] of shares.entries()) {
    passed += share;
    if (draw * all < passed) return n;
  }
  return shares.length - 1;
}
