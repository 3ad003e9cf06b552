import type { Ctx } from '../../../kernel/context.ts';
import { isId } from '../../../kernel/ids.ts';
import { productNames } from '../../orders/index.ts';
import { branchNames, memberNames } from '../../workspaces/index.ts';
import type { Askable } from './compile.ts';
import { IN_SEGMENT, readSegmentIds } from './in-segment.ts';
import { listedForms, sayListed, type ListedForm } from './listed.ts';
import { leavesOf, type Leaf, type Tree } from './rules/tree.ts';
import { wordsFor, type Words } from './words.ts';

/** Says trees in the language of whoever reads; all that is to be said in one request is given at once. */
export async function sayTrees(ctx: Ctx, askable: Askable, trees: readonly Tree[]): Promise<string[]> {
  if (trees.length === 0) return [];
  const leaves = trees.flatMap(leavesOf);
  const names = await namesIn(ctx, askable, leaves);
  const listed = leaves.some(({ field }) => field !== IN_SEGMENT && !askable.kinds.has(field));
  const forms = new Map((listed ? await listedForms(ctx) : []).map((form) => [form.field, form]));
  const say: Say = { words: wordsFor(ctx, names), askable, forms };
  // What a condition leaves out leaves a gap in its sentence.
  return trees.map((tree) => sayNode(say, tree, false, true).replaceAll(/ +/g, ' ').replaceAll(' ,', ',').trim());
}

interface Say {
  words: Words;
  askable: Askable;
  forms: ReadonlyMap<string, ListedForm>;
}

function sayNode(say: Say, tree: Tree, not: boolean, outermost: boolean): string {
  if ('field' in tree) return sayLeaf(say, tree, not);
  if ('not' in tree) return sayNode(say, tree.not, !not, outermost);
  const [join, nodes] = 'and' in tree ? (['and', tree.and] as const) : (['or', tree.or] as const);
  const parts = nodes.map((node) => sayNode(say, node, not, nodes.length === 1 && outermost));
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = parts.reduce((said, part, at) => `${said}${joint(say, nodes, at, (join === 'and') === not)}${part}`);
  return outermost ? joined : say.words.t('join.group', { conditions: joined });
}

/** "… and …", "… but not …", "… or …". */
function joint({ words }: Say, nodes: readonly Tree[], at: number, either: boolean): string {
  if (either) return words.t('join.or');
  const [before, after] = [nodes[at - 1], nodes[at]];
  return words.t(before && after && 'not' in after && !('not' in before) ? 'join.but' : 'join.and');
}

function sayLeaf({ words, askable, forms }: Say, { field, value }: Leaf, not: boolean): string {
  if (field === IN_SEGMENT) {
    const names = (readSegmentIds(value) ?? []).map((id) => words.name(id));
    return words.t(not ? 'say.inSegmentNot' : 'say.inSegment', { names: words.list(names) });
  }
  const kind = askable.kinds.get(field);
  const read = kind?.shape.safeParse(value);
  if (kind && read?.success) return kind.say(words, read.data, not);
  return sayListed(words, forms.get(field), field, value, not);
}

/** Whatever id a condition mentions, by the name that people know: of a colleague, a branch, a product or a segment. */
async function namesIn(ctx: Ctx, askable: Askable, leaves: readonly Leaf[]): Promise<Map<string, string>> {
  const ids = [...new Set(leaves.flatMap(({ value }) => idsIn(value)))];
  const segments = ids.flatMap((id) => {
    const segment = askable.segments.get(id);
    return segment ? [[id, segment.name] as const] : [];
  });
  const rest = ids.filter((id) => !askable.segments.has(id));
  if (rest.length === 0) return new Map(segments);
  const [members, branches] = [await memberNames(ctx, rest), await branchNames(ctx)];
  const products = await productNames(ctx, rest);
  return new Map([...segments, ...members, ...branches, ...products]);
}

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return isId(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
}
