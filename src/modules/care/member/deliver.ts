import type { Ctx } from '../../../kernel/context.ts';

interface Delivered {
  id: string;
  customerId: string;
  title: string;
  /** Paragraphs; `[words](https://…)` is a link. */
  body: string;
}

/** Puts a message before the member; the same again is the same message. */
export async function deliverToPage(ctx: Ctx, { id, customerId, title, body }: Delivered): Promise<void> {
  await ctx.db
    .insertInto('care_page_messages')
    .values({ workspace_id: ctx.workspace.id, id, customer_id: customerId, title, body, at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
