import { sql } from 'kysely';
import { asSystem, command, workspaceById } from '../../../kernel/enter.ts';
import type { House } from '../../../kernel/house.ts';
import { isId } from '../../../kernel/ids.ts';
import { takeSms } from '../answers/take-sms.ts';
import { readReports, type Report } from '../rules/reports.ts';
import { readSmsAnswers } from '../rules/sms-answers.ts';
import { noteReturn } from './follow.ts';
import type { Link } from './tokens.ts';

/**
 * What the provider of this channel says of its messages, and what customers wrote back to them; of others it can say
 * nothing. Answers how many messages were known.
 */
export async function takeReports(house: House, { workspaceId, id: channelId }: Link, body: unknown): Promise<number> {
  const workspace = await workspaceById(house.database, workspaceId);
  if (!workspace) return 0;
  const reports = readReports(body);
  const ids = reports.flatMap(({ id }) => (id !== null && isId(id) ? [id] : []));
  const providerIds = reports.flatMap(({ providerId }) => providerId ?? []);
  return command(house.database, asSystem(workspace), async (ctx) => {
    const { rows } = await sql<{ id: string; provider_id: string | null }>`
      select m.id, m.provider_id from care_messages m
      join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id and d.channel_id = ${channelId}
      where m.workspace_id = ${workspace.id} and (m.id = any (${ids}::uuid[]) or m.provider_id = any (${providerIds}::text[]))`.execute(
      ctx.db,
    );
    const kindOf = (row: { id: string; provider_id: string | null }): Report['kind'] | undefined =>
      reports.find(({ id, providerId }) => id === row.id || (providerId !== null && providerId === row.provider_id))
        ?.kind;
    for (const row of rows) {
      const kind = kindOf(row);
      if (kind === 'bounce' || kind === 'complaint') await noteReturn(ctx, row.id, kind, { by: 'provider' });
    }
    const delivered = rows.filter((row) => kindOf(row) === 'delivered').map(({ id }) => id);
    for (const answer of readSmsAnswers(body)) await takeSms(ctx, channelId, answer);
    await sql`
      update care_messages set delivered_at = coalesce(delivered_at, ${ctx.now})
      where workspace_id = ${workspace.id} and id = any (${delivered}::uuid[])`.execute(ctx.db);
    return rows.length;
  });
}
