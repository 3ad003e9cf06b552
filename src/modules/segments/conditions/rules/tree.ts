/** One condition: the word for what is asked of a customer, and the answer wanted. */
export interface Leaf {
  field: string;
  value: unknown;
}
export type Tree = Leaf | { and: Tree[] } | { or: Tree[] } | { not: Tree };

/** Groups within groups; the outermost is the first. */
export const DEEPEST = 6;
export const MOST_LEAVES = 40;

export type TreeProblem = { problem: 'shape' | 'empty' | 'deep' | 'many'; path: string };

const LONGEST_TEXT = 200;
const LONGEST_LIST = 200;
/** Of a value: a list of ranges within an object, and no more. */
const DEEPEST_VALUE = 3;

/** Reads what somebody sent. Whatever it is, the answer is a tree or the place and nature of the first problem. */
export function readTree(given: unknown): { tree: Tree } | TreeProblem {
  const left = { leaves: MOST_LEAVES };
  const tree = nodeOf(given, 'condition', 1, left);
  return 'problem' in tree ? tree : { tree };
}

export function leavesOf(tree: Tree): Leaf[] {
  if ('field' in tree) return [tree];
  if ('not' in tree) return leavesOf(tree.not);
  return ('and' in tree ? tree.and : tree.or).flatMap(leavesOf);
}

type Plain = Record<string, unknown>;

function nodeOf(given: unknown, path: string, depth: number, left: { leaves: number }): Tree | TreeProblem {
  if (!isPlain(given)) return { problem: 'shape', path };
  const keys = Object.keys(given);
  if (keys.length === 1 && keys[0] === 'not') {
    if (depth >= DEEPEST) return { problem: 'deep', path };
    const below = nodeOf(given['not'], `${path}.not`, depth + 1, left);
    return 'problem' in below ? below : { not: below };
  }
  if (keys.length === 1 && (keys[0] === 'and' || keys[0] === 'or')) return groupOf(given, keys[0], path, depth, left);
  return leafOf(given, keys, path, left);
}

function groupOf(
  given: Plain,
  join: 'and' | 'or',
  path: string,
  depth: number,
  left: { leaves: number },
): Tree | TreeProblem {
  const parts = given[join];
  if (!Array.isArray(parts)) return { problem: 'shape', path: `${path}.${join}` };
  if (parts.length === 0) return { problem: 'empty', path: `${path}.${join}` };
  if (depth >= DEEPEST) return { problem: 'deep', path };
  const nodes: Tree[] = [];
  for (const [at, part] of parts.entries()) {
    const node = nodeOf(part, `${path}.${join}.${at}`, depth + 1, left);
    if ('problem' in node) return node;
    nodes.push(node);
  }
  return join === 'and' ? { and: nodes } : { or: nodes };
}

function leafOf(given: Plain, keys: string[], path: string, left: { leaves: number }): Tree | TreeProblem {
  const { field } = given;
  if (typeof field !== 'string' || !keys.every((key) => key === 'field' || key === 'value'))
    return { problem: 'shape', path };
  left.leaves -= 1;
  if (left.leaves < 0) return { problem: 'many', path };
  const value = valueOf(given['value'] ?? null, 0);
  if (value === undefined) return { problem: 'shape', path: `${path}.value` };
  return { field: textOf(field).slice(0, LONGEST_TEXT), value };
}

function valueOf(given: unknown, depth: number): unknown {
  if (typeof given === 'string') return given.length > LONGEST_TEXT ? undefined : textOf(given);
  if (given === null || typeof given === 'boolean') return given;
  if (typeof given === 'number') return Number.isFinite(given) ? given : undefined;
  if (depth >= DEEPEST_VALUE || typeof given !== 'object') return undefined;
  if (Array.isArray(given)) {
    if (given.length > LONGEST_LIST) return undefined;
    const items = given.map((one) => valueOf(one, depth + 1));
    return items.includes(undefined) ? undefined : items;
  }
  const entries = Object.entries(given);
  if (entries.length > LONGEST_LIST) return undefined;
  const parts = entries.map(([key, one]) => [textOf(key), valueOf(one, depth + 1)] as const);
  return parts.some(([, one]) => one === undefined) ? undefined : Object.fromEntries(parts);
}

/** Without what PostgreSQL cannot keep: NUL, and halves of characters. */
function textOf(given: string): string {
  return given.toWellFormed().replaceAll('\0', '');
}

function isPlain(given: unknown): given is Plain {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
