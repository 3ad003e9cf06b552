import { sql } from 'kysely';
import type { Belonging, PackagePart } from '../../customers/index.ts';

export const segmentBelongings: readonly Belonging[] = [
  { table: 'segment_members', onMerge: 'derived', onErase: 'delete', inPackage: null },
  { table: 'segment_moves', onMerge: 'derived', onErase: 'keep', inPackage: null },
  { table: 'segment_snapshot_members', onMerge: 'derived', onErase: 'delete', inPackage: null },
];

/** By the names of the segments: their ids would tell a person nothing. */
export const segmentsInPackage: PackagePart = {
  key: 'segments',
  async read(ctx, cards) {
    const { rows } = await sql<Record<string, unknown>>`
      select s.name, m.since from segment_members m
      join segments s on s.workspace_id = m.workspace_id and s.id = m.segment_id and s.removed_at is null
      where m.workspace_id = ${ctx.workspace.id} and m.customer_id = any (${[...cards]}::uuid[])
      order by s.name`.execute(ctx.db);
    return rows;
  },
};
