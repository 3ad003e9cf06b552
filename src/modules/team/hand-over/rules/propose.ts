export interface Handed {
  id: string;
  branchId: string | null;
  /** Colleague → how often they wrote about, sold to, or looked after the customer. */
  knownBy: ReadonlyMap<string, number>;
}

export interface Receiver {
  id: string;
  branchIds: readonly string[];
  /** How many more customers; Infinity without a limit. */
  room: number;
}

export type ProposalWhy = 'knows' | 'branch' | 'room' | 'nobody';

export interface Proposal {
  /** Null: to the pool, because nobody has room. */
  toId: string | null;
  why: ProposalWhy;
}

/**
 * Who gets whom, the first customers first: whoever knows the customer best, else somebody of the same branch, else
 * whoever has been given fewest; never beyond anybody's room.
 */
export function propose(customers: readonly Handed[], receivers: readonly Receiver[]): Map<string, Proposal> {
  const got = new Map<string, number>();
  const proposals = new Map<string, Proposal>();
  for (const customer of customers) {
    const free = receivers.filter(({ id, room }) => (got.get(id) ?? 0) < room);
    const proposal = proposalFor(customer, free, got);
    proposals.set(customer.id, proposal);
    if (proposal.toId !== null) got.set(proposal.toId, (got.get(proposal.toId) ?? 0) + 1);
  }
  return proposals;
}

function proposalFor(
  { branchId, knownBy }: Handed,
  free: readonly Receiver[],
  got: ReadonlyMap<string, number>,
): Proposal {
  const knowing = free.filter(({ id }) => (knownBy.get(id) ?? 0) > 0);
  const best = Math.max(0, ...knowing.map(({ id }) => knownBy.get(id) ?? 0));
  const closest = knowing.filter(({ id }) => knownBy.get(id) === best);
  const near = branchId === null ? [] : free.filter(({ branchIds }) => branchIds.includes(branchId));
  const choices = [
    ['knows', closest],
    ['branch', near],
    ['room', free],
  ] as const;
  for (const [why, among] of choices) {
    const [first] = among.toSorted((a, b) => (got.get(a.id) ?? 0) - (got.get(b.id) ?? 0));
    if (first) return { toId: first.id, why };
  }
  return { toId: null, why: 'nobody' };
}
