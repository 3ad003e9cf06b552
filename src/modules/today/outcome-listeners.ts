import type { Ctx } from '../../kernel/context.ts';
import type { Outcome, Way } from './contract.ts';
import type { ReasonFacts } from './kinds.ts';

export interface AnsweredCard {
  readonly outcomeId: string;
  readonly customerId: string;
  readonly reasons: readonly ReasonFacts[];
  readonly outcome: Outcome;
  readonly way: Way | null;
  readonly note: string | null;
  /** For `later`. */
  readonly until: string | null;
}

type Listener = (ctx: Ctx, card: AnsweredCard) => Promise<void>;

const answered: Listener[] = [];
const takenBack: Listener[] = [];

/** For modules that raise reasons: runs in the transaction of the answer, with all reasons that it answers. */
export function onOutcome(run: Listener): void {
  answered.push(run);
}

/** The same when the answer is taken back. */
export function onOutcomeTakenBack(run: Listener): void {
  takenBack.push(run);
}

export async function tellAnswered(ctx: Ctx, card: AnsweredCard): Promise<void> {
  for (const run of answered) await run(ctx, card);
}

export async function tellTakenBack(ctx: Ctx, card: AnsweredCard): Promise<void> {
  for (const run of takenBack) await run(ctx, card);
}
