import type { Ctx } from '../../kernel/context.ts';
import { changeCustomer } from '../customers/index.ts';

/** Puts a tag on a card, or takes it off, and leaves the others; as it is already, or gone: nothing happens. */
export async function setTag(
  ctx: Ctx,
  id: string,
  { tag, remove = false }: { tag: string; remove?: boolean },
): Promise<void> {
  // Held, so that of two tags at the same moment both stay.
  const card = await ctx.db
    .selectFrom('customers')
    .select('tags')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('binned_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!card) return;
  const { tags } = card;
  const others = tags.filter((one) => one !== tag);
  if (remove === tags.includes(tag)) await changeCustomer(ctx, { id, tags: remove ? others : [...others, tag] });
}
