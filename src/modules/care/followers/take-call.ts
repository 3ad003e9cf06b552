import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { asSystem, command, workspaceById } from '../../../kernel/enter.ts';
import type { House } from '../../../kernel/house.ts';
import { newId } from '../../../kernel/ids.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { keptCardOf } from '../../customers/index.ts';
import { takeAnswer } from '../answers/take-answer.ts';
import { secretsOf } from '../channels/ways.ts';
import { decryptWechat, sameSignature, wechatSignature, xmlField } from '../channels/wechat-crypto.ts';
import { noteReturn } from '../public/follow.ts';
import type { Link } from '../public/tokens.ts';

export type CallQuery = Readonly<Record<string, string | undefined>>;

interface Account {
  id: string;
  kind: 'wechat' | 'wecom';
  /** appid or corpid: whom an encrypted call must be for. */
  receiver: string;
  token: string;
  aesKey: string | null;
}

/** WeChat asks whether the address is ours: the right answer, or null where the question is not from them. */
export async function answerCheck(house: House, link: Link, query: CallQuery): Promise<string | null> {
  const known = await accountOf(house, link);
  if (!known) return null;
  const { timestamp = '', nonce = '', echostr = '' } = query;
  if (known.account.kind === 'wechat')
    return isFrom(query['signature'], known.account.token, timestamp, nonce) ? echostr : null;
  return isFrom(query['msg_signature'], known.account.token, timestamp, nonce, echostr)
    ? decryptWechat(echostr, known.account.aesKey ?? '', known.account.receiver)
    : null;
}

/** What happened over there. False where it is not from them; a call that comes twice counts once. */
export async function takeCall(house: House, link: Link, query: CallQuery, body: string): Promise<boolean> {
  const known = await accountOf(house, link);
  const xml = known && openCall(known.account, query, body);
  if (!known || xml === null) return false;
  await command(house.database, asSystem(known.workspace), (ctx) => takeEvent(ctx, known.account, xml));
  return true;
}

function openCall({ kind, token, aesKey, receiver }: Account, query: CallQuery, body: string): string | null {
  const { timestamp = '', nonce = '' } = query;
  // Where a key is set nothing comes in the clear.
  if (kind === 'wechat' && aesKey === null) return isFrom(query['signature'], token, timestamp, nonce) ? body : null;
  const encrypted = xmlField(body, 'Encrypt') ?? '';
  return isFrom(query['msg_signature'], token, timestamp, nonce, encrypted)
    ? decryptWechat(encrypted, aesKey ?? '', receiver)
    : null;
}

function isFrom(signature: string | undefined, ...parts: string[]): boolean {
  return signature !== undefined && sameSignature(signature, wechatSignature(...parts));
}

async function takeEvent(ctx: Ctx, account: Account, xml: string): Promise<void> {
  const event = xmlField(xml, 'Event')?.toLowerCase() ?? null;
  if (event === 'templatesendjobfinish' || event === 'subscribe_msg_sent_event') return noteDelivery(ctx, account, xml);
  const wecomChange = event === 'change_external_contact' ? xmlField(xml, 'ChangeType') : null;
  const address = xmlField(xml, account.kind === 'wecom' ? 'ExternalUserID' : 'FromUserName')?.replaceAll('\0', '');
  if (!address || (account.kind === 'wecom' && wecomChange === null)) return;
  const left = event === 'unsubscribe' || ['del_external_contact', 'del_follow_user'].includes(wecomChange ?? '');
  const follower = await keepFollower(ctx, account.id, { address, at: instantOf(ctx, xml), left });
  if (event !== null || account.kind === 'wecom' || !follower?.customerId) return;
  const type = xmlField(xml, 'MsgType') ?? 'text';
  const words =
    type === 'text'
      ? (xmlField(xml, 'Content') ?? '')
      : translate(ctx.workspace.language, 'care:answer.thing', { context: type });
  await takeAnswer(ctx, {
    customerId: await keptCardOf(ctx, follower.customerId),
    channel: 'wechat',
    messageId: null,
    externalId: `${account.id} ${xmlField(xml, 'MsgId') ?? `${address} ${xmlField(xml, 'CreateTime') ?? ''}`}`,
    subject: null,
    body: words,
  });
}

/** What they say of a template message: `success`, or why not. */
async function noteDelivery(ctx: Ctx, account: Account, xml: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select m.id from care_messages m
    join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id and d.channel_id = ${account.id}
    where m.workspace_id = ${ctx.workspace.id} and m.provider_id = ${xmlField(xml, 'MsgID') ?? ''}`.execute(ctx.db);
  const [message] = rows;
  if (!message) return;
  // Of a subscription message: a number, 0 where it arrived.
  const status =
    xmlField(xml, 'Status') ?? (xmlField(xml, 'ErrorCode') === '0' ? 'success' : (xmlField(xml, 'ErrorStatus') ?? ''));
  if (status !== 'success')
    return void (await noteReturn(ctx, message.id, 'bounce', { by: 'wechat', why: status.slice(0, 100) }));
  await sql`
    update care_messages set delivered_at = coalesce(delivered_at, ${ctx.now})
    where workspace_id = ${ctx.workspace.id} and id = ${message.id}`.execute(ctx.db);
}

/** A call of before that is played again changes nothing. */
async function keepFollower(
  ctx: Ctx,
  channelId: string,
  { address, at, left }: { address: string; at: Date; left: boolean },
): Promise<{ customerId: string | null } | undefined> {
  const since = left ? null : at;
  const { rows } = await sql<{ customerId: string | null }>`
    insert into care_followers as f (workspace_id, id, channel_id, address, following_since, last_seen_at)
    values (${ctx.workspace.id}, ${newId()}, ${channelId}, ${address.slice(0, 128)}, ${since}, ${at})
    on conflict (workspace_id, channel_id, address) do update set last_seen_at = excluded.last_seen_at,
      following_since = case when ${left} then null else coalesce(f.following_since, excluded.following_since) end
      where f.last_seen_at <= excluded.last_seen_at
    returning customer_id as "customerId"`.execute(ctx.db);
  return rows[0];
}

/** Their clock, but never ahead of ours. */
function instantOf(ctx: Ctx, xml: string): Date {
  const seconds = Number(xmlField(xml, 'CreateTime'));
  const said = new Date(seconds * 1000);
  return seconds > 0 && said < ctx.now ? said : ctx.now;
}

async function accountOf(house: House, { workspaceId, id }: Link) {
  const workspace = await workspaceById(house.database, workspaceId);
  if (!workspace) return null;
  const row = await house.database
    .reader(workspaceId)
    .selectFrom('care_channels')
    .select(['id', 'kind', 'settings', 'secrets'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .where('kind', 'in', ['wechat', 'wecom'])
    .executeTakeFirst();
  if (!row) return null;
  const settings = row.settings as Record<string, string | undefined>;
  const { callbackToken, aesKey } = secretsOf(row);
  if (!callbackToken) return null;
  const account: Account = {
    id: row.id,
    kind: row.kind as Account['kind'],
    receiver: settings['appId'] ?? settings['corpId'] ?? '',
    token: callbackToken,
    aesKey: aesKey || null,
  };
  return { workspace, account };
}
