import type { Ctx } from '../../../kernel/context.ts';

/** What modules below know of customers when they are handed over. */
export interface Knowledge {
  /** What a year with the customer is worth, minor units of the base currency. */
  yearMinor?: bigint;
  atRisk?: boolean;
  lastOn?: string | null;
  /** Orders of the last 30 days: something may still be running. */
  recentOrders?: number;
  /** Names of those who sold to them, as tills write them → how often. */
  sellers?: ReadonlyMap<string, number>;
}

type ReadKnowledge = (ctx: Ctx, customerIds: readonly string[]) => Promise<Map<string, Knowledge>>;

export interface Rate {
  /** Bought in the half year before. */
  customers: number;
  /** Of those, bought again from `from` to `to`. */
  back: number;
}

export interface WatchedTime {
  customerIds: readonly string[];
  /** Civil dates, both within. */
  from: string;
  to: string;
}

/** How many of the customers named, and how many of all others, came back in a time. */
type ReadReturns = (ctx: Ctx, time: WatchedTime) => Promise<{ handed: Rate; rest: Rate }>;

const sources = new Map<string, ReadKnowledge>();
let returns: ReadReturns | undefined;

/** Called once at start by the `module.ts` of the module that knows. */
export function registerKnowledge(key: string, read: ReadKnowledge): void {
  sources.set(key, read);
}

export function registerReturns(read: ReadReturns): void {
  returns = read;
}

export async function knowledgeOf(ctx: Ctx, customerIds: readonly string[]): Promise<Map<string, Knowledge>> {
  const known = new Map<string, Knowledge>(customerIds.map((id) => [id, {}]));
  for (const read of sources.values()) {
    for (const [id, more] of await read(ctx, customerIds)) known.set(id, { ...known.get(id), ...more });
  }
  return known;
}

export async function returnsIn(ctx: Ctx, time: WatchedTime): Promise<{ handed: Rate; rest: Rate }> {
  const none = { customers: 0, back: 0 };
  return returns ? returns(ctx, time) : { handed: none, rest: none };
}
