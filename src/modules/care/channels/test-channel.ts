import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { newId } from '../../../kernel/ids.ts';
import { findCustomersBy, phoneKey } from '../../customers/index.ts';
import { countAttempt, premises } from '../../workspaces/index.ts';
import { careErrors } from '../errors-contract.ts';
import { addressOf } from '../settings.ts';
import { isByPeople, type ByPeople, type ChannelKind } from '../shapes-contract.ts';
import { channelOf, type ChannelRow } from './channels.ts';
import { giveCareTask } from './people.ts';
import { openWay, type Settings } from './ways.ts';

const refuse = refusals(careErrors);

/** Really sends; what the server answers is shown as it is. */
export async function testChannel(
  ctx: Ctx,
  { id, to }: { id: string; to: string },
): Promise<{ sent: boolean; answer: string }> {
  const row = await channelOf(ctx, id);
  const kind = row.kind as ChannelKind;
  if (isByPeople(kind)) return testByPeople(ctx, kind, row);
  await countAttempt({ key: `channel test ${ctx.workspace.id}`, attempts: 20, seconds: 3600 });
  const way = await openWay(premises(), row);
  const word = (key: string) =>
    translate(ctx.locale, `care:channels.${key}`, { shop: ctx.workspace.name, channel: row.name });
  try {
    const sent = await way.send({
      key: newId(),
      to: await targetOf(ctx, kind, to, 'to'),
      subject: word('testSubject'),
      text: word('testText'),
      html: '',
      unsubscribeUrl: null,
      language: ctx.locale,
    });
    const problem = sent.outcome === 'sent' ? null : sent.answer;
    await ctx.db
      .updateTable('care_channels')
      .set({ problem })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .execute();
    return { sent: problem === null, answer: sent.answer };
  } finally {
    way.close();
  }
}

/** A task on one's own list. */
async function testByPeople(ctx: Ctx, kind: ByPeople, row: ChannelRow): Promise<{ sent: boolean; answer: string }> {
  const text = translate(ctx.locale, 'care:channels.testText', { channel: row.name });
  const outbound = { key: newId(), to: '', subject: '', html: '', text, unsubscribeUrl: null, language: ctx.locale };
  await giveCareTask(ctx, kind, row.settings as Settings, outbound);
  return { sent: true, answer: '' };
}

/** What people give as the address of a channel, in its one spelling. */
export async function targetOf(ctx: Ctx, kind: ChannelKind, to: string, path: string): Promise<string> {
  if (kind === 'email') return addressOf(to, path);
  if (kind === 'page') return memberBehind(ctx, to, path);
  if (kind !== 'sms') return to;
  const phone = phoneKey(ctx, to);
  if (!phone) throw refuse('CHANNEL_ADDRESS_UNFIT', { path, address: to.slice(0, 60) });
  return phone;
}

/** A page belongs to somebody: a test goes to the card with this phone or mailbox. */
async function memberBehind(ctx: Ctx, to: string, path: string): Promise<string> {
  const asked = to.includes('@') ? { phones: [], emails: [to] } : { phones: [to], emails: [] };
  const [found] = await findCustomersBy(ctx, asked);
  if (!found) throw refuse('CHANNEL_ADDRESS_UNFIT', { path, address: to.slice(0, 60) });
  return found.id;
}
