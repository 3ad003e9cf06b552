import type { ConditionView } from '../../api.ts';

export type Tree = { field: string; value: unknown } | { and: Tree[] } | { or: Tree[] } | { not: Tree };

/** A tree as it is being put together: a condition may still lack its answer, a group its conditions. */
export type Draft = DraftLeaf | DraftGroup;
export interface DraftLeaf {
  key: number;
  not: boolean;
  field: string;
  value: unknown;
}
export interface DraftGroup {
  key: number;
  not: boolean;
  join: 'and' | 'or';
  nodes: Draft[];
}

let keys = 0;
const newKey = () => (keys += 1);

export function newGroup(join: DraftGroup['join'] = 'and', nodes: Draft[] = []): DraftGroup {
  return { key: newKey(), not: false, join, nodes };
}

/** A condition just chosen, with an answer where one is as good as any. */
export function newLeaf(kind: ConditionView): DraftLeaf {
  return { key: newKey(), not: false, field: kind.field, value: firstValue(kind) };
}

function firstValue({ parts }: ConditionView): unknown {
  const [only] = parts;
  if (parts.length === 1 && only?.key === '') return FIRST[only.input]?.(only.options);
  const measure = parts.find(({ oneOf }) => oneOf !== null);
  if (measure) return { [measure.key]: { from: 1 } };
  const choices = parts.filter(({ input }) => input === 'choice');
  return Object.fromEntries(choices.map(({ key, options }) => [key, options[0]?.key]));
}

const FIRST: Partial<Record<string, (options: readonly { key: string }[]) => unknown>> = {
  yesNo: () => true,
  filled: () => ({ filled: true }),
  choice: (options) => options[0]?.key,
  days: () => ({ lastDays: 30 }),
};

export function draftOf(tree: Tree): DraftGroup {
  const draft = nodeOf(tree, false);
  return 'join' in draft && !draft.not ? draft : newGroup('and', [draft]);
}

function nodeOf(tree: Tree, not: boolean): Draft {
  if ('not' in tree) return nodeOf(tree.not, !not);
  if ('field' in tree) return { key: newKey(), not, field: tree.field, value: tree.value };
  const [join, nodes] = 'and' in tree ? (['and', tree.and] as const) : (['or', tree.or] as const);
  return { key: newKey(), not, join, nodes: nodes.map((node) => nodeOf(node, false)) };
}

/** What is complete of a draft; `undefined` while nothing is. */
export function treeOf(draft: Draft): Tree | undefined {
  const tree = 'join' in draft ? groupTree(draft) : leafTree(draft);
  return tree && draft.not ? { not: tree } : tree;
}

function groupTree({ join, nodes }: DraftGroup): Tree | undefined {
  const parts = nodes.flatMap((node) => treeOf(node) ?? []);
  if (parts.length === 0) return undefined;
  return join === 'and' ? { and: parts } : { or: parts };
}

function leafTree({ field, value }: DraftLeaf): Tree | undefined {
  return value === undefined || isEmpty(value) ? undefined : { field, value };
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** How many conditions still wait for their answer. */
export function openIn(draft: Draft): number {
  if ('join' in draft) return draft.nodes.reduce((open, node) => open + openIn(node), 0);
  return leafTree(draft) ? 0 : 1;
}
