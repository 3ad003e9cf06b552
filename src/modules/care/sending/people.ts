import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { salutationOf } from '../../customers/index.ts';
import { memberNames } from '../../workspaces/index.ts';
import type { Tongue } from '../shapes-contract.ts';

/** What words are made of. */
export interface Person {
  name: string;
  kind: 'person' | 'company';
  gender: 'male' | 'female' | 'other' | undefined;
  title: string | undefined;
  owner: string;
}

export async function peopleOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('customers')
    .select(['id', 'name', 'kind', 'gender', 'title', 'owner_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', [...ids])
    .execute();
  const owners = await memberNames(ctx, [...new Set(rows.flatMap(({ owner_id: owner }) => owner ?? []))]);
  return new Map(
    rows.map(({ id, name, kind, gender, title, owner_id: owner }) => [
      id,
      {
        name,
        kind: kind === 'company' ? 'company' : 'person',
        gender: (gender ?? undefined) as Person['gender'],
        title: title ?? undefined,
        owner: (owner && owners.get(owner)) || '',
      },
    ]),
  );
}

/** The fields of a person in a tongue; somebody of whom only a number is known is addressed politely all the same. */
export function valuesOf(person: Person, language: Tongue, shop: string): Record<string, string> {
  const named = /\p{L}/u.test(person.name);
  const polite = translate(language, 'care:polite');
  return {
    salutation: named ? salutationOf(person, language) : polite,
    name: named ? person.name : polite,
    shop,
    owner: person.owner || shop,
  };
}
