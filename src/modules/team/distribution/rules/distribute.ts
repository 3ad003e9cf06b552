export interface Waiting {
  id: string;
  branchId: string | null;
  tags: readonly string[];
  source: string | null;
}

export interface Rule {
  id: string;
  /** What is null fits everybody. */
  branchId: string | null;
  tag: string | null;
  source: string | null;
  memberIds: readonly string[];
  /** Whose turn it was last. */
  lastMemberId: string | null;
}

export interface Distribution {
  /** Customer → colleague. */
  given: Map<string, string>;
  /** Those who stay in the pool. */
  left: string[];
  /** Rule → whose turn it was last. */
  turns: Map<string, string>;
}

/**
 * Gives each customer to the next colleague of the first rule that fits and has one with room. `room`: how many each may
 * still get, Infinity without a limit; who is not in it gets none.
 */
export function distribute(
  waiting: readonly Waiting[],
  rules: readonly Rule[],
  room: ReadonlyMap<string, number>,
): Distribution {
  const left: string[] = [];
  const given = new Map<string, string>();
  const free = new Map(room);
  const turns = new Map(rules.flatMap(({ id, lastMemberId }) => (lastMemberId ? [[id, lastMemberId] as const] : [])));
  for (const customer of waiting) {
    const member = takerOf(customer, rules, free, turns);
    if (member === undefined) {
      left.push(customer.id);
      continue;
    }
    given.set(customer.id, member);
    free.set(member, (free.get(member) ?? 0) - 1);
  }
  return { given, left, turns };
}

function takerOf(
  customer: Waiting,
  rules: readonly Rule[],
  free: ReadonlyMap<string, number>,
  turns: Map<string, string>,
): string | undefined {
  for (const rule of rules) {
    if (!fits(rule, customer)) continue;
    const start = rule.memberIds.indexOf(turns.get(rule.id) ?? '') + 1;
    const order = [...rule.memberIds.slice(start), ...rule.memberIds.slice(0, start)];
    const member = order.find((one) => (free.get(one) ?? 0) > 0);
    if (member === undefined) continue;
    turns.set(rule.id, member);
    return member;
  }
  return undefined;
}

function fits(rule: Rule, { branchId, tags, source }: Waiting): boolean {
  return (
    (rule.branchId === null || rule.branchId === branchId) &&
    (rule.tag === null || tags.includes(rule.tag)) &&
    (rule.source === null || rule.source === source)
  );
}
