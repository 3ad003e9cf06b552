import type { Tree } from './draft.ts';

/** Ready-made conditions to begin with; they are copied, and then belong to whoever chose them. */
export const STARTERS: readonly { key: string; condition: Tree }[] = [
  {
    key: 'firstTimers',
    condition: {
      and: [
        { field: 'purchaseDays', value: { from: 1, to: 1 } },
        { field: 'lastOn', value: { moreDaysAgo: 30 } },
        { not: { field: 'lastOn', value: { moreDaysAgo: 365 } } },
      ],
    },
  },
  {
    key: 'bestSilent',
    condition: {
      and: [
        { field: 'valueClass', value: ['best'] },
        { not: { field: 'purchases', value: { within: { lastDays: 60 }, times: { from: 1 } } } },
      ],
    },
  },
  { key: 'birthdays', condition: { and: [{ field: 'birthday', value: 'thisMonth' }] } },
  {
    key: 'quietRegulars',
    condition: {
      and: [
        { field: 'purchases', value: { within: { lastDays: 365 }, times: { from: 4 } } },
        { not: { field: 'purchases', value: { within: { lastDays: 60 }, times: { from: 1 } } } },
      ],
    },
  },
  {
    key: 'newcomers',
    condition: { and: [{ field: 'onFile', value: { lastDays: 30 } }] },
  },
  {
    key: 'unreachable',
    condition: {
      and: [
        { field: 'purchaseDays', value: { from: 2 } },
        { not: { field: 'hasPhone', value: true } },
        { not: { field: 'hasEmail', value: true } },
      ],
    },
  },
];

/** Those that ask for nothing the actor may not ask for. */
export function startersFor(fields: ReadonlySet<string>) {
  return STARTERS.filter(({ condition }) => fieldsOf(condition).every((field) => fields.has(field)));
}

function fieldsOf(tree: Tree): string[] {
  if ('field' in tree) return [tree.field];
  if ('not' in tree) return fieldsOf(tree.not);
  return ('and' in tree ? tree.and : tree.or).flatMap(fieldsOf);
}
