import type { Ctx } from '../../../kernel/context.ts';
import { askableBy, compile, refusalOf } from './compile.ts';
import type { Condition } from './kinds.ts';
import { sayTrees } from './say.ts';
import { admitTree } from './stored.ts';

/** For modules below: a tree as one condition on `customers`; what the actor may not ask is refused, like in a segment. */
export async function treeCondition(ctx: Ctx, given: unknown): Promise<Condition> {
  const compiled = compile(ctx, await askableBy(ctx), admitTree(given));
  if ('problem' in compiled) throw refusalOf(compiled);
  return compiled.where;
}

/** What trees ask for, in the actor's language. */
export async function sentencesOf(ctx: Ctx, given: readonly unknown[]): Promise<string[]> {
  return given.length === 0 ? [] : sayTrees(ctx, await askableBy(ctx), given.map(admitTree));
}
