import type { ReasonFacts } from './kinds.ts';

/** A reason as it stood when it was answered; kept with the answer. */
export interface AnsweredReason {
  id: string;
  customer_id: string;
  kind: string;
  source: string;
  stake_minor: string;
  due_on: string | null;
  params: Record<string, unknown>;
  show_from: string;
}

interface Row {
  id: string;
  customer_id: string;
  kind: string;
  source: string;
  stake_minor: bigint;
  due_on: string | null;
  params: unknown;
  show_from: string;
}

export function answeredReason(row: Row): AnsweredReason {
  const { id, customer_id, kind, source, due_on, show_from } = row;
  const params = row.params as Record<string, unknown>;
  return { id, customer_id, kind, source, stake_minor: row.stake_minor.toString(), due_on, params, show_from };
}

export function factsOf(reason: AnsweredReason): ReasonFacts {
  return {
    customerId: reason.customer_id,
    kind: reason.kind,
    source: reason.source,
    stakeMinor: BigInt(reason.stake_minor),
    dueOn: reason.due_on,
    params: reason.params,
  };
}
