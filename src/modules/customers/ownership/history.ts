import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { memberNames } from '../../workspaces/index.ts';
import { cardIds } from '../family.ts';
import { customerSeen } from '../reach.ts';
import type { Ownership, OwnerWhy } from './contract.ts';

const SHOWN = 100;

/** Of the card and those merged into it. */
export async function ownerHistory(ctx: Ctx, { id }: { id: string }): Promise<{ items: Ownership[] }> {
  const card = await customerSeen(ctx, id);
  const cards = await cardIds(ctx, card.id);
  const rows = await ctx.db
    .selectFrom('customer_owners')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<SqlBool>`customer_id = any (${cards}::uuid[])`)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  const names = await memberNames(
    ctx,
    rows.flatMap(({ from_id, to_id }) => [from_id, to_id].filter((one) => one !== null)),
  );
  const person = (member: string | null) => (member === null ? null : { id: member, name: names.get(member) ?? '' });
  return {
    items: rows.map((row) => ({
      id: row.id,
      from: person(row.from_id),
      to: person(row.to_id),
      at: row.at.toISOString(),
      why: row.why as OwnerWhy,
      by: row.by_name,
    })),
  };
}
