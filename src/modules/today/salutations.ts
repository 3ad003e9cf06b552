import type { Ctx } from '../../kernel/context.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { personsOf, salutationOf } from '../customers/index.ts';

type Person = Parameters<typeof salutationOf>[0];

/** How each customer is addressed in words that are said to them. */
export async function salutations(ctx: Ctx, customerIds: string[]): Promise<Map<string, string>> {
  const persons = await personsOf(ctx, customerIds);
  return new Map(
    [...persons].map(([id, { name, kind, gender, title }]) => {
      // A till often knows people only by a number, which is nothing to call them by.
      if (!/\p{L}/u.test(name)) return [id, translate(ctx.locale, 'today:unnamed')];
      const person: Person = { name, kind: kind as Person['kind'], gender: (gender ?? undefined) as Person['gender'] };
      return [id, salutationOf({ ...person, title: title ?? undefined }, ctx.locale)];
    }),
  );
}
