import type { Explanation } from '../../kernel/contract.ts';
import type { Ctx } from '../../kernel/context.ts';
import { readable } from '../customers/index.ts';

/** A reason as the sentence-makers see it. */
export interface ReasonFacts {
  readonly customerId: string;
  readonly kind: string;
  readonly source: string;
  readonly stakeMinor: bigint;
  readonly dueOn: string | null;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface ReasonKind {
  readonly kind: string;
  /** Its words live there: `<module>:reasons.<kind>`, and `<module>:suggestions.<kind>` where there is something to say. */
  readonly module: string;
  /** The field of the card that it tells of: whoever may not read that does not get the reason. */
  readonly field?: string;
  /**
   * Values for both sentences; the reason's `params` unless said. `name` (of the customer; how they are addressed in a suggestion), `due` (the day in words)
   * and `count` (days until then) are always there.
   */
  readonly values?: (ctx: Ctx, reason: ReasonFacts) => Record<string, unknown>;
  /** The arithmetic behind the sentence. */
  readonly explain?: (ctx: Ctx, reason: ReasonFacts) => Explanation | undefined;
  /** Words of the shop's own (a playbook) by customer; they go before `<module>:suggestions.<kind>`. */
  readonly suggestion?: (ctx: Ctx, customerIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

const kinds = new Map<string, ReasonKind>();

/** Called once at start by the `module.ts` of the module that raises the kind. */
export function registerReasonKind(kind: ReasonKind): void {
  kinds.set(kind.kind, kind);
}

/** Kinds whose reasons this reader does not get. */
export function kindsNotFor(ctx: Pick<Ctx, 'actor'>): string[] {
  return [...kinds.values()]
    .filter(({ field }) => field !== undefined && !readable(ctx, field))
    .map(({ kind }) => kind);
}

export function reasonKindNamed(kind: string): ReasonKind | undefined {
  return kinds.get(kind);
}
