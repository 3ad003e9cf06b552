import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';

/** The card that speaks for this one: itself, or the one it was merged into. Says nothing of who may see it. */
export async function keptCardOf(ctx: Ctx, id: string): Promise<string> {
  const kept = await keptCardsOf(ctx, [id]);
  return kept.get(id) ?? id;
}

/** Merged cards among `ids` → the cards that stay. */
export async function keptCardsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; merged_into: string }>`
    select id, merged_into from customers
    where workspace_id = ${ctx.workspace.id} and id = any (${[...ids]}::uuid[]) and merged_into is not null`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ id, merged_into: kept }) => [id, kept]));
}

/** The card and those merged into it: whose rows to read in tables that follow (see `belongings.ts`). */
export async function cardIds(ctx: Ctx, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from customers where workspace_id = ${ctx.workspace.id} and merged_into = ${id}`.execute(ctx.db);
  return [id, ...rows.map((row) => row.id)];
}

/**
 * Keeps cards from being merged until the transaction ends, and says for each of `ids` which card to write to. Whoever
 * writes rows about customers that may be merged at this moment asks here first; a merge that is going on is waited for.
 */
export async function holdCards(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const held = new Map(ids.map((id) => [id, id]));
  let asked = [...new Set(ids)];
  // A card that stays may be merged itself while we wait for it; that cannot go on for ever.
  for (let step = 0; asked.length > 0 && step < 10; step += 1) {
    const { rows } = await sql<{ id: string; merged_into: string | null }>`
      select id, merged_into from customers
      where workspace_id = ${ctx.workspace.id} and id = any (${asked}::uuid[])
      order by id for key share`.execute(ctx.db);
    const moved = new Map(rows.flatMap(({ id, merged_into: kept }) => (kept ? [[id, kept]] : [])));
    for (const [id, card] of held) held.set(id, moved.get(card) ?? card);
    asked = [...new Set(moved.values())];
  }
  return held;
}
