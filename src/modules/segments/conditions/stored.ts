import type { Selectable } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Segments } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { sql } from 'kysely';
import { segmentErrors } from './contract.ts';
import { MOST_LEAVES, readTree, type Tree, type TreeProblem } from './rules/tree.ts';

const refuse = refusals(segmentErrors);

export type SegmentRow = Selectable<Segments>;
export type Segment = Omit<SegmentRow, 'condition'> & { tree: Tree };

/** By id; removed ones are not among them. */
export async function liveSegments(ctx: Ctx): Promise<Map<string, Segment>> {
  const rows = await ctx.db
    .selectFrom('segments')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('removed_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.id, segmentOf(row)]));
}

export function segmentOf({ condition, ...row }: SegmentRow): Segment {
  return { ...row, tree: admitTree(condition) };
}

/** What somebody sent, as a tree; or the sentence that says what is wrong with it. */
export function admitTree(given: unknown): Tree {
  const read = readTree(given);
  if ('tree' in read) return read.tree;
  throw treeRefusal(read);
}

function treeRefusal({ problem, path }: TreeProblem) {
  switch (problem) {
    case 'empty':
      return refuse('SEGMENT_CONDITION_EMPTY', { path });
    case 'deep':
      return refuse('SEGMENT_TOO_DEEP', { path });
    case 'many':
      return refuse('SEGMENT_TOO_LARGE', { path, most: MOST_LEAVES });
    case 'shape':
      return refuse('SEGMENT_CONDITION_SHAPE', { path });
  }
}

/** One at a time: nobody is looked at by conditions that somebody is just changing, and no circle closes unseen. */
export async function lockSegments(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${segmentsOf(ctx)}, 0))`.execute(ctx.db);
}

/** The name of that lock. */
export function segmentsOf({ workspace }: Ctx): string {
  return `segments ${workspace.id}`;
}
