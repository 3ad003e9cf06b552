import { asSystem, command, workspaceById } from '../../../kernel/enter.ts';
import type { House } from '../../../kernel/house.ts';
import { deliverToPage } from '../member/inbox.ts';
import type { Outbound, Sent } from './ways.ts';

/** Each message becomes a row that the member reads on the own page; the same again is the same row. */
export function pageSend(
  { database }: Pick<House, 'database'>,
  workspaceId: string,
): (outbound: Outbound) => Promise<Sent> {
  return async ({ key, to: customerId, subject, text }) => {
    const workspace = await workspaceById(database, workspaceId);
    if (!workspace) return { outcome: 'refused', again: false, answer: '' };
    await command(database, asSystem(workspace), (ctx) =>
      deliverToPage(ctx, { id: key, customerId, title: subject || workspace.name, body: text }),
    );
    return { outcome: 'sent', answer: '' };
  };
}
