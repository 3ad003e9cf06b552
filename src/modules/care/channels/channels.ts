import { createPrivateKey } from 'node:crypto';
import { sql, type Selectable } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareChannels } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { newId } from '../../../kernel/ids.ts';
import { seal } from '../../../kernel/secrets.ts';
import { parseMoney } from '../../../maths/money.ts';
import { findCustomersBy, phoneKey, readSelfSettings } from '../../customers/index.ts';
import { countAttempt, premises } from '../../workspaces/index.ts';
import { careErrors } from '../errors-contract.ts';
import { linkToken } from '../public/tokens.ts';
import { addressOf } from '../settings.ts';
import { isByPeople, type ByPeople, type ChannelKind } from '../shapes-contract.ts';
import type { Channel, ChannelGiven, NewChannel } from './contract.ts';
import { giveCareTask } from './people.ts';
import { openWay, secretsOf, type Settings } from './ways.ts';
import { isAesKey } from './wechat-crypto.ts';

const refuse = refusals(careErrors);

export type ChannelRow = Selectable<CareChannels>;

/** What is sealed, by provider; all of these are needed but those that a server may do without. */
const SECRETS: Readonly<Record<string, { needed: string[]; optional?: string[] }>> = {
  house: { needed: [] },
  smtp: { needed: [], optional: ['password', 'dkimKey'] },
  aliyun: { needed: ['accessKeySecret'] },
  tencent: { needed: ['secretKey'] },
  twilio: { needed: ['authToken'] },
  wechat: { needed: ['appSecret', 'callbackToken'], optional: ['aesKey'] },
  wecom: { needed: ['corpSecret', 'callbackToken', 'aesKey'] },
  page: { needed: [] },
  http: { needed: ['signingKey'] },
  people: { needed: [] },
};

const FITTING: Readonly<Record<ChannelKind, readonly string[]>> = {
  email: ['house', 'smtp'],
  sms: ['aliyun', 'tencent', 'twilio', 'http'],
  wechat: ['wechat'],
  wecom: ['wecom'],
  page: ['page'],
  webhook: ['http'],
  call: ['people'],
  visit: ['people'],
  letter: ['people'],
  gift: ['people'],
};

export async function listChannels(ctx: Ctx): Promise<{ items: Channel[]; houseMail: boolean }> {
  const rows = await ctx.db
    .selectFrom('care_channels')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return { items: rows.map((row) => presentChannel(ctx, row)), houseMail: Boolean(premises().config.smtpUrl) };
}

export async function createChannel(ctx: Ctx, { kind, name, perMinute, cost, given }: NewChannel): Promise<Channel> {
  const { settings, secrets } = admitted(kind, given, {});
  await admitAccount(ctx, kind);
  const row = await ctx.db
    .insertInto('care_channels')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      kind,
      provider: given.provider,
      name,
      settings: JSON.stringify(settings),
      secrets: sealed(secrets),
      per_minute: perMinute,
      cost_minor: minorOf(ctx, cost),
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, {
    action: 'channel.created',
    entity: 'channel',
    entityId: row.id,
    detail: { kind, provider: given.provider },
  });
  return presentChannel(ctx, row);
}

interface ChannelChange extends Partial<Pick<NewChannel, 'name' | 'perMinute' | 'cost'>> {
  id: string;
  given?: ChannelGiven | undefined;
  version?: number | undefined;
}

export async function changeChannel(
  ctx: Ctx,
  { id, version, name, perMinute, cost, given }: ChannelChange,
): Promise<Channel> {
  const before = await channelOf(ctx, id, true);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: presentChannel(ctx, before) });
  const kept = given?.provider === before.provider ? secretsOf(before) : {};
  const next = given && admitted(before.kind as ChannelKind, given, kept);
  const row = await ctx.db
    .updateTable('care_channels')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(perMinute === undefined ? {} : { per_minute: perMinute }),
      ...(cost === undefined ? {} : { cost_minor: minorOf(ctx, cost) }),
      ...(given && next
        ? {
            provider: given.provider,
            settings: JSON.stringify(next.settings),
            secrets: sealed(next.secrets),
            problem: null,
          }
        : {}),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, { action: 'channel.changed', entity: 'channel', entityId: id });
  return presentChannel(ctx, row);
}

export async function removeChannel(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await channelOf(ctx, id, true);
  const busy = await ctx.db
    .selectFrom('care_sendings')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('channel_id', '=', id)
    .where('state', 'in', ['freezing', 'open', 'paused'])
    .where('sender', '=', 'campaign')
    .limit(1)
    .executeTakeFirst();
  if (busy) throw refuse('CHANNEL_IN_USE');
  await ctx.db
    .updateTable('care_channels')
    .set({ removed_at: ctx.now, secrets: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'channel.removed', entity: 'channel', entityId: id });
  return { ok: true };
}

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

export async function channelOf(ctx: Ctx, id: string, lock = false): Promise<ChannelRow> {
  const row = await ctx.db
    .selectFrom('care_channels')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw refuse('CHANNEL_NOT_FOUND');
  return row;
}

function presentChannel(ctx: Ctx, row: ChannelRow): Channel {
  return {
    id: row.id,
    kind: row.kind as ChannelKind,
    provider: row.provider as Channel['provider'],
    name: row.name,
    settings: row.settings as Record<string, unknown>,
    secrets: Object.keys(secretsOf(row)),
    perMinute: row.per_minute,
    cost: inBase(ctx, row.cost_minor),
    problem: row.problem,
    reportsTo: reportsTo(ctx, row),
    version: row.version,
  };
}

function reportsTo(ctx: Ctx, { kind, id }: ChannelRow): string {
  const of = kind === 'wechat' || kind === 'wecom' ? 'w' : 'r';
  return `${premises().config.publicUrl}/c/${of}/${linkToken({ kind: of, workspaceId: ctx.workspace.id, id, n: 0 })}`;
}

/** What a person is called is a name within one account only, and there is one page: one of each kind. */
async function admitAccount(ctx: Ctx, kind: ChannelKind): Promise<void> {
  if (kind === 'page' && !(await readSelfSettings(ctx)).codes) throw refuse('CHANNEL_PAGE_CLOSED', { path: 'kind' });
  if (kind !== 'wechat' && kind !== 'wecom' && kind !== 'page') return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`care account ${ctx.workspace.id} ${kind}`}, 0))`.execute(
    ctx.db,
  );
  const there = await ctx.db
    .selectFrom('care_channels')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', kind)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (there) throw refuse('CHANNEL_ACCOUNT_TWICE', { path: 'kind' });
}

/** Plain settings and secrets apart; secrets that are not named stay as they were. */
function admitted(kind: ChannelKind, { provider, ...given }: ChannelGiven, kept: Readonly<Record<string, string>>) {
  if (!FITTING[kind].includes(provider))
    throw refuse('CHANNEL_SETTING_MISSING', { path: 'given.provider', setting: provider });
  if (provider === 'house' && !premises().config.smtpUrl)
    throw refuse('CHANNEL_NO_MAIL_SERVER', { path: 'given.provider' });
  const { needed, optional = [] } = SECRETS[provider] ?? { needed: [] };
  const settings: Record<string, unknown> = { ...given };
  const secrets: Record<string, string> = {};
  for (const name of [...needed, ...optional]) {
    const secret = (settings[name] as string | undefined) || kept[name];
    delete settings[name];
    if (secret) secrets[name] = secret;
    else if (needed.includes(name)) throw refuse('CHANNEL_SETTING_MISSING', { path: `given.${name}`, setting: name });
  }
  for (const name of ['fromAddress', 'replyTo']) {
    const address = settings[name];
    if (typeof address === 'string' && address !== '') settings[name] = addressOf(address, `given.${name}`);
  }
  if (secrets['aesKey'] && !isAesKey(secrets['aesKey']))
    throw refuse('CHANNEL_AES_KEY_UNFIT', { path: 'given.aesKey' });
  if (secrets['dkimKey'] && !isPrivateKey(secrets['dkimKey']))
    throw refuse('CHANNEL_KEY_UNFIT', { path: 'given.dkimKey' });
  return { settings, secrets };
}

function isPrivateKey(text: string): boolean {
  try {
    return createPrivateKey(text).type === 'private';
  } catch {
    return false;
  }
}

function sealed(secrets: Readonly<Record<string, string>>): string | null {
  return Object.keys(secrets).length === 0 ? null : seal('care channel', JSON.stringify(secrets));
}

export function minorOf(ctx: Ctx, money: { amount: string; currency: string } | null | undefined): bigint {
  if (!money) return 0n;
  const parsed = parseMoney(money.amount, ctx.workspace.baseCurrency);
  if (!parsed.ok || parsed.value < 0n || money.currency !== ctx.workspace.baseCurrency)
    throw refuseCommon('BAD_INPUT', { path: 'amount', problem: money.amount });
  return parsed.value;
}
