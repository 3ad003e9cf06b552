import { sql } from 'kysely';
import { may, systemActor } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { segmentErrors } from './contract.ts';
import { IN_SEGMENT, readSegmentIds } from './in-segment.ts';
import { registeredKinds, type Among, type Condition, type ConditionKind } from './kinds.ts';
import { listedMoves, readListed, type ReadListed } from './listed.ts';
import { MOST_LEAVES, type Leaf, type Tree } from './rules/tree.ts';
import { liveSegments, type Segment } from './stored.ts';

const refuse = refusals(segmentErrors);

/** What can be asked by an actor at this moment; read once for as many trees as there are. */
export interface Askable {
  kinds: ReadonlyMap<string, ConditionKind<unknown>>;
  listed: ReadListed;
  segments: ReadonlyMap<string, Segment>;
}

export async function askableBy(ctx: Ctx): Promise<Askable> {
  const kinds = registeredKinds().filter(({ permission }) => !permission || may(ctx.actor, permission));
  return {
    kinds: new Map(kinds.map((kind) => [kind.key, kind])),
    listed: await readListed(ctx),
    segments: await liveSegments(ctx),
  };
}

/** Members are worked out for everybody at once, whoever asks to see them later. */
export function asHouse(ctx: Ctx): Ctx {
  return ctx.actor.kind === 'system' ? ctx : { ...ctx, actor: systemActor };
}

/** A tree as one condition on `customers`. */
export interface Compiled {
  where: Condition;
  /** Tables whose changes change it. */
  reads: ReadonlySet<string>;
  moves: boolean;
  /** Segments that it leans on, near and far. */
  uses: ReadonlySet<string>;
}

export interface Problem {
  problem: 'unknown' | 'circle' | 'large';
  path: string;
  field: string;
}

/** With other segments written out, a tree may hold more conditions than anybody writes. */
const MOST_WRITTEN_OUT = 5 * MOST_LEAVES;

/** `ids`: the customers looked at; `null` is all of them. `self`: the segment that the tree belongs to. */
export function compile(
  ctx: Ctx,
  askable: Askable,
  tree: Tree,
  { ids = null, self }: { ids?: readonly string[] | null; self?: string | undefined } = {},
): Compiled | Problem {
  const work: Work = {
    ctx,
    askable,
    among: (column) => (ids === null ? sql`` : sql`and ${column} = any (${[...ids]}::uuid[])`),
    reads: new Set(),
    uses: new Set(),
    moves: false,
    left: MOST_WRITTEN_OUT,
  };
  const where = nodeOf(work, tree, false, { path: 'condition', within: self === undefined ? [] : [self] });
  return 'problem' in where ? where : { where, reads: work.reads, uses: work.uses, moves: work.moves };
}

/** The sentence for what is wrong with a tree. */
export function refusalOf({ problem, path, field }: Problem) {
  if (problem === 'circle') return refuse('SEGMENT_IN_CIRCLE', { path, name: field });
  if (problem === 'large') return refuse('SEGMENT_TOO_LARGE', { path: 'condition', most: MOST_WRITTEN_OUT });
  return refuse('SEGMENT_CONDITION_UNKNOWN', { path, field });
}

interface Work {
  ctx: Ctx;
  askable: Askable;
  among: Among;
  reads: Set<string>;
  uses: Set<string>;
  moves: boolean;
  left: number;
}

interface Place {
  path: string;
  /** Segments that this part is written out of. */
  within: readonly string[];
}

/** Negations are carried down to the single conditions, where what is not known is told from what is not so. */
function nodeOf(work: Work, tree: Tree, not: boolean, place: Place): Condition | Problem {
  if ('field' in tree) return leafOf(work, tree, not, place);
  if ('not' in tree) return nodeOf(work, tree.not, !not, { ...place, path: `${place.path}.not` });
  const [join, nodes] = 'and' in tree ? (['and', tree.and] as const) : (['or', tree.or] as const);
  const parts: Condition[] = [];
  for (const [at, node] of nodes.entries()) {
    const part = nodeOf(work, node, not, { ...place, path: `${place.path}.${join}.${at}` });
    if ('problem' in part) return part;
    parts.push(part);
  }
  return sql`(${sql.join(parts, (join === 'and') === not ? sql` or ` : sql` and `)})`;
}

function leafOf(work: Work, leaf: Leaf, not: boolean, place: Place): Condition | Problem {
  work.left -= 1;
  if (work.left < 0) return { problem: 'large', path: place.path, field: leaf.field };
  if (leaf.field === IN_SEGMENT) return inSegments(work, leaf, not, place);
  const kind = work.askable.kinds.get(leaf.field);
  return (kind ? kindOf(work, kind, leaf, not) : listedOf(work, leaf, not)) ?? unknown(leaf, place);
}

function kindOf(work: Work, kind: ConditionKind<unknown>, { value }: Leaf, not: boolean): Condition | undefined {
  const read = kind.shape.safeParse(value);
  if (!read.success) return undefined;
  for (const table of kind.reads) work.reads.add(table);
  work.moves ||= kind.moves(read.data);
  const condition = kind.sql(work.ctx, read.data, work.among);
  return not ? sql`not (${condition})` : condition;
}

function listedOf(work: Work, { field, value }: Leaf, not: boolean): Condition | undefined {
  const listed = work.askable.listed(field, value);
  if (!listed) return undefined;
  work.reads.add(listed.reads);
  work.moves ||= listedMoves(field, value);
  if (!not) return listed.condition;
  return listed.nullable ? sql`(${listed.condition}) is not true` : sql`not (${listed.condition})`;
}

/** Other segments are written out, so that the answer follows from the facts and from nothing that was kept. */
function inSegments(work: Work, leaf: Leaf, not: boolean, place: Place): Condition | Problem {
  const ids = readSegmentIds(leaf.value);
  if (!ids) return unknown(leaf, place);
  const parts: Condition[] = [];
  for (const id of ids) {
    const segment = work.askable.segments.get(id);
    if (!segment) return unknown(leaf, place);
    if (place.within.includes(id)) return { problem: 'circle', path: place.path, field: segment.name };
    work.uses.add(id);
    const part = nodeOf(work, segment.tree, not, { ...place, within: [...place.within, id] });
    if ('problem' in part) return part.problem === 'unknown' ? unknown(leaf, place) : { ...part, path: place.path };
    parts.push(part);
  }
  return sql`(${sql.join(parts, not ? sql` and ` : sql` or `)})`;
}

function unknown({ field }: Leaf, { path }: Place): Problem {
  return { problem: 'unknown', path, field };
}
