import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { Refusal } from '../../../kernel/errors.ts';
import { treeCondition } from '../../segments/index.ts';

/**
 * Who of these meets the conditions; null where they can no longer be asked: a field or a segment is gone, or whoever
 * published the journey may not ask any more.
 */
export async function peopleMeeting(ctx: Ctx, condition: unknown, ids: readonly string[]): Promise<Set<string> | null> {
  try {
    const where = await treeCondition(ctx, condition);
    const { rows } = await sql<{ id: string }>`
      select customers.id from customers
      where customers.workspace_id = ${ctx.workspace.id} and customers.id = any (${[...ids]}::uuid[]) and ${where}`.execute(
      ctx.db,
    );
    return new Set(rows.map(({ id }) => id));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
