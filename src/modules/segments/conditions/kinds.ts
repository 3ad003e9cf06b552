import type { RawBuilder, SqlBool } from 'kysely';
import type { z } from 'zod';
import type { Permission } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import type { ConditionPart } from './contract.ts';
import type { Words } from './words.ts';

export type Condition = RawBuilder<SqlBool>;

/**
 * `and <column> is one of the customers looked at`, or nothing where all are. A condition that gathers rows puts it into
 * its sub-select, so that a look at one customer never gathers everybody's.
 */
export type Among = (column: RawBuilder<unknown>) => RawBuilder<unknown>;

/** Under which heading the builder offers it. */
export const GROUPS = ['card', 'fields', 'purchases', 'classes', 'watch', 'consent', 'segments', 'more'] as const;
export type Group = (typeof GROUPS)[number];

/** One input of the builder. Titles are message keys; names of options are words of the business already. */
export type Part = Omit<ConditionPart, 'options' | 'oneOf'> & {
  options?: readonly ({ key: string; title: string } | { key: string; name: string })[];
  oneOf?: string;
};

/** Something that a segment can ask of a customer. Registered by the module whose rows it reads. */
export interface ConditionKind<Value = never> {
  /** `field` of the tree. */
  key: string;
  /** Message key. */
  title: string;
  group: Group;
  /** Without it the condition does not exist for somebody. */
  permission?: Permission;
  /** `value` of the tree; whatever does not fit is refused. */
  shape: z.ZodType<Value>;
  parts: readonly Part[];
  /** Tables whose changes change it; whoever writes them says so with `touchSegments`. */
  reads: readonly (keyof DB)[];
  /** Time alone changes the answer. */
  moves(value: Value): boolean;
  /** A condition on `customers` that is true or false of everybody, never unknown. */
  sql(ctx: Ctx, value: Value, among: Among): Condition;
  /** "bought green tea twice in the last 90 days", or that they did not. */
  say(words: Words, value: Value, not: boolean): string;
}

const kinds = new Map<string, ConditionKind<unknown>>();

/** Called by `module.ts` of the module whose condition it is, once at start. */
export function registerCondition<Value>(kind: ConditionKind<Value>): void {
  kinds.set(kind.key, kind as unknown as ConditionKind<unknown>);
}

export function registeredKinds(): ConditionKind<unknown>[] {
  return [...kinds.values()];
}
