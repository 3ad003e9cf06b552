import type { Ctx } from '../../../kernel/context.ts';
import type { CardFact, FactRule } from '../rules/completeness.ts';
import { fieldsKnown } from './definitions.ts';
import { isRequired } from './rules/field.ts';
import { isNothing } from './rules/read-value.ts';

/** What a card of this kind and stage must say besides what every card says. */
export function fieldRules(ctx: Ctx, customer: { kind: string; stage: string }): FactRule[] {
  return fieldsKnown(ctx)
    .live.filter((field) => isRequired(field, customer))
    .map(({ key }) => ({ kind: `custom.${key}`, weight: 5, of: 'both' }));
}

export function fieldFacts(ctx: Ctx, custom: Readonly<Record<string, unknown>>): CardFact[] {
  return fieldsKnown(ctx).live.map(({ key }) => ({ kind: `custom.${key}`, known: !isNothing(custom[key]) }));
}
