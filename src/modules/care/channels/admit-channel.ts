import { createPrivateKey } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { readSelfSettings } from '../../customers/index.ts';
import { premises } from '../../workspaces/index.ts';
import { careErrors } from '../errors-contract.ts';
import { addressOf } from '../settings.ts';
import type { ChannelKind } from '../shapes-contract.ts';
import type { ChannelGiven } from './contract.ts';
import { isAesKey } from './wechat-crypto.ts';

const refuse = refusals(careErrors);

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

/** What a person is called is a name within one account only, and there is one page: one of each kind. */
export async function admitAccount(ctx: Ctx, kind: ChannelKind): Promise<void> {
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

/** What was set before, where the same provider is kept. */
export interface Kept {
  settings: Readonly<Record<string, unknown>>;
  secrets: Readonly<Record<string, string>>;
}

/** Plain settings and secrets apart; secrets that are not named stay as they were, and are told to no other server. */
export function admitted(kind: ChannelKind, { provider, ...given }: ChannelGiven, kept: Kept | null) {
  if (!FITTING[kind].includes(provider))
    throw refuse('CHANNEL_SETTING_MISSING', { path: 'given.provider', setting: provider });
  if (provider === 'house' && !premises().config.smtpUrl)
    throw refuse('CHANNEL_NO_MAIL_SERVER', { path: 'given.provider' });
  const { needed, optional = [] } = SECRETS[provider] ?? { needed: [] };
  const settings: Record<string, unknown> = { ...given };
  const secrets: Record<string, string> = {};
  for (const name of [...needed, ...optional]) {
    const [fresh, known] = [settings[name] as string | undefined, kept?.secrets[name]];
    const secret = fresh || (kept && !isElsewhere(settings, kept.settings) ? known : undefined);
    delete settings[name];
    if (secret) secrets[name] = secret;
    else if (known || needed.includes(name))
      throw refuse('CHANNEL_SETTING_MISSING', { path: `given.${name}`, setting: name });
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

function isElsewhere(now: Readonly<Record<string, unknown>>, before: Kept['settings']): boolean {
  return ['host', 'endpoint'].some((name) => (now[name] ?? null) !== (before[name] ?? null));
}

function isPrivateKey(text: string): boolean {
  try {
    return createPrivateKey(text).type === 'private';
  } catch {
    return false;
  }
}
