import type { Workspace } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { premises } from '../../workspaces/index.ts';
import { openWay } from './ways.ts';

/** A code of the members' page, by the shop's oldest SMS channel; false where it has none, or none took the message. */
export async function sendCodeBySms(workspace: Workspace, to: string, text: string): Promise<boolean> {
  const house = premises();
  const channel = await house.database
    .reader(workspace.id)
    .selectFrom('care_channels')
    .select(['workspace_id', 'kind', 'provider', 'settings', 'secrets', 'cost_minor'])
    .where('workspace_id', '=', workspace.id)
    .where('kind', '=', 'sms')
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  if (!channel) return false;
  const way = await openWay(house, channel);
  try {
    const { language } = workspace;
    const sent = await way.send({ key: newId(), to, subject: '', html: '', text, unsubscribeUrl: null, language });
    return sent.outcome === 'sent';
  } finally {
    way.close();
  }
}
