import type { Ctx } from '../../../kernel/context.ts';
import { notify } from './notify.ts';

interface Mention {
  customerId: string;
  noteId: string;
  memberIds: string[];
  by: string;
  byMemberId: string | null;
}

/** Whom a note names is told, once a note. The sentence does not say who the customer is: not everybody may see them. */
export async function tellMentioned(
  ctx: Ctx,
  { customerId, noteId, memberIds, by, byMemberId }: Mention,
): Promise<void> {
  await notify(ctx, {
    memberIds: memberIds.filter((id) => id !== byMemberId),
    kind: 'mentioned',
    params: { by },
    source: `note ${noteId}`,
    link: `/customers/${customerId}`,
    customerId,
  });
}
