import { may } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { suggestTags } from '../../customers/index.ts';
import { categoriesInUse, productsInUse } from '../../orders/index.ts';
import { allMembers, branchNames } from '../../workspaces/index.ts';
import { askableBy } from './compile.ts';
import type { ConditionView } from './contract.ts';
import { IN_SEGMENT } from './in-segment.ts';
import { GROUPS, type Group, type Part } from './kinds.ts';
import { listedForms } from './listed.ts';
import { seenSegments } from './view.ts';

type Option = { key: string; name: string };

/** Everything that the actor can ask of a customer, in words, for the builder. */
export async function describeConditions(ctx: Ctx): Promise<{ items: ConditionView[] }> {
  const askable = await askableBy(ctx);
  const [forms, own] = [await listedForms(ctx), await ownOptions(ctx)];
  const view = (field: string, title: string, group: Group, parts: readonly Part[]): ConditionView => ({
    field,
    title,
    group,
    groupTitle: say(ctx, `segments:conditions.group.${group}`),
    parts: parts.map((part) => presentPart(ctx, part, own.get(part.key || field))),
  });
  const segments = [...(await seenSegments(ctx, askable)).values()].filter(({ broken }) => !broken);
  const items = [
    // What a kind asks for, the list need not.
    ...forms
      .filter(({ field }) => !askable.kinds.has(field))
      .map(({ field, title, group, part }) =>
        view(field, 'key' in title ? say(ctx, title.key) : title.name, group, [part]),
      ),
    ...[...askable.kinds.values()].map(({ key, title, group, parts }) => view(key, say(ctx, title), group, parts)),
    view(IN_SEGMENT, say(ctx, 'segments:conditions.kind.segment'), 'segments', [
      {
        key: '',
        title: 'segments:conditions.kind.segment',
        input: 'choices',
        options: segments.map(({ segment: { id, name } }) => ({ key: id, name })),
      },
    ]),
  ];
  // A choice of nothing cannot be made.
  const asked = items.filter(({ parts }) =>
    parts.every(({ input, options }) => input !== 'choices' || options.length > 0 || parts.length > 1),
  );
  return { items: asked.toSorted((a, b) => GROUPS.indexOf(a.group as Group) - GROUPS.indexOf(b.group as Group)) };
}

/** By field or part: what the business itself has made up. */
async function ownOptions(ctx: Ctx): Promise<Map<string, Option[]>> {
  const asIs = (names: readonly string[]) => names.map((name) => ({ key: name, name }));
  const mayOrders = may(ctx.actor, 'orders.read');
  const [{ tags, sources }, members, branches, categories, products] = await Promise.all([
    suggestTags(ctx),
    allMembers(ctx),
    branchNames(ctx),
    mayOrders ? categoriesInUse(ctx) : [],
    mayOrders ? productsInUse(ctx) : [],
  ]);
  return new Map([
    ['tag', asIs(tags)],
    ['source', asIs(sources)],
    ['categories', asIs(categories)],
    ['products', products.map(({ id, name }) => ({ key: id, name }))],
    ['ownerId', members.map(({ id, name }) => ({ key: id, name }))],
    ['branchId', [...branches].map(([key, name]) => ({ key, name }))],
  ]);
}

function presentPart(ctx: Ctx, { options = [], oneOf, ...part }: Part, own: readonly Option[] = []) {
  return {
    ...part,
    title: part.title.includes(':') ? say(ctx, part.title) : part.title,
    oneOf: oneOf ?? null,
    options: [
      ...options.map((option) => ({ key: option.key, name: 'title' in option ? say(ctx, option.title) : option.name })),
      ...own,
    ],
  };
}

function say(ctx: Ctx, key: string): string {
  return translate(ctx.locale, key);
}
