import { addDays } from '../../../maths/calendar.ts';
import { asSystem, command, workspaceById } from '../../../kernel/enter.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { House } from '../../../kernel/house.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { giveTask } from '../../team/index.ts';
import { memberContacts, premises } from '../../workspaces/index.ts';
import type { ByPeople } from '../shapes-contract.ts';
import type { Outbound, Sent, Settings } from './ways.ts';

/** Each message becomes a task of the colleague whose customer it is, with the words in its note. */
export function peopleSend(
  { database }: Pick<House, 'database'>,
  kind: ByPeople,
  workspaceId: string,
  settings: Settings,
): (outbound: Outbound) => Promise<Sent> {
  return async (outbound) => {
    const workspace = await workspaceById(database, workspaceId);
    if (!workspace) return { outcome: 'refused', again: false, answer: '' };
    await command(database, asSystem(workspace), (ctx) => giveCareTask(ctx, kind, settings, outbound));
    return { outcome: 'sent', answer: '' };
  };
}

export async function giveCareTask(ctx: Ctx, kind: ByPeople, settings: Settings, outbound: Outbound): Promise<void> {
  const { customerId = null, text, key } = outbound;
  const title = translate(ctx.workspace.language, `care:people.task.${kind}`);
  const to = `${premises().config.publicUrl}/api/v1/care/print/letters?messageId=${key}&workspace=${ctx.workspace.id}`;
  const link =
    kind === 'letter' && customerId ? { label: translate(ctx.workspace.language, 'care:people.print'), to } : null;
  await giveTask(ctx, {
    title,
    note: [text, kind === 'call' || !outbound.to ? '' : outbound.to].filter(Boolean).join('\n\n').slice(0, 10_000),
    due: { on: addDays(ctx.today, Number(settings['dueDays'] ?? 0)) },
    assigneeId: customerId ? await colleagueFor(ctx, customerId, settings) : ctx.actor.memberId,
    customerId,
    ...(link ? { link } : {}),
  });
}

/** Whose customer it is; else whom the channel names; nobody in particular where both have left. */
async function colleagueFor(ctx: Ctx, customerId: string, settings: Settings): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('customers')
    .select('owner_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', customerId)
    .executeTakeFirst();
  const wanted = [row?.owner_id, settings['memberId']].flatMap((one) => (one ? [String(one)] : []));
  const there = new Set((await memberContacts(ctx, wanted)).map(({ id }) => id));
  return wanted.find((one) => there.has(one)) ?? null;
}
