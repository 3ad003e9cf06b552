import type { Selectable } from 'kysely';
import type { CareChannels } from '../../../kernel/db/tables.ts';
import type { House } from '../../../kernel/house.ts';
import { isPublicAddress, openOutgoing, type Outgoing } from '../../../kernel/outgoing.ts';
import { openMailTransport, type Letter, type MailTransport, type Posted } from '../../../kernel/mail-transport.ts';
import { unseal } from '../../../kernel/secrets.ts';
import { normaliseEmail } from '../../customers/index.ts';
import { isByPeople, type ChannelKind } from '../shapes-contract.ts';
import { inlinePictures } from './inline-pictures.ts';
import { neverLeft } from './never-left.ts';
import { pageSend } from './page.ts';
import { peopleSend } from './people.ts';
import { smsProviders } from './sms.ts';
import { wechatSend, wecomSend } from './wechat.ts';

/** Stands with the message that failed. */
const NO_ADDRESS = 'not one e-mail address';

/** One message on its way out, in words already. */
export interface Outbound {
  /** The message's row: the same again is the same message to whoever gets it. */
  key: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Where one click ends it; null where nobody can. */
  unsubscribeUrl: string | null;
  language: string;
  /** Absent in tests. */
  customerId?: string | undefined;
}

export type Sent = Posted & { providerId?: string | null | undefined };

export interface Way {
  kind: ChannelKind;
  /** Of one message, or of one part of an SMS, in minor units. */
  cost: bigint;
  /** Put before the words of an SMS by the gateway, and charged with them. */
  sign?: string | undefined;
  send(outbound: Outbound): Promise<Sent>;
  close(): void;
}

export type ChannelRow = Pick<
  Selectable<CareChannels>,
  'workspace_id' | 'kind' | 'provider' | 'settings' | 'secrets' | 'cost_minor'
>;
export type Settings = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Whom a channel may call; tests let it call this machine. */
export const reach: { mayReach: (address: string) => boolean } = { mayReach: isPublicAddress };

/** Ready to send; a channel that cannot even be opened says so with every message. */
export async function openWay(
  house: Pick<House, 'config' | 'database' | 'secrets' | 'log'>,
  channel: ChannelRow,
): Promise<Way> {
  const settings = { ...(channel.settings as Settings), ...secretsOf(channel) };
  const kind = channel.kind as ChannelKind;
  const shared = { kind, cost: channel.cost_minor };
  try {
    if (kind === 'email') return { ...shared, ...(await mailWay(house, channel.provider, settings)) };
    if (isByPeople(kind))
      return { ...shared, send: peopleSend(house, kind, channel.workspace_id, settings), close: () => undefined };
    if (kind === 'page')
      return {
        ...shared,
        send: pageSend(house, channel.workspace_id, openOutgoing(reach.mayReach)),
        close: () => undefined,
      };
    if (kind === 'wechat' || kind === 'wecom') {
      const open = kind === 'wechat' ? wechatSend : wecomSend;
      return { ...shared, send: open(settings, openOutgoing(reach.mayReach)), close: () => undefined };
    }
    const provider = smsProviders[channel.provider];
    if (!provider) throw new Error(`${channel.provider} sends no such message`);
    const outgoing = openOutgoing(reach.mayReach);
    const send = (outbound: Outbound) => overHttp(provider, outgoing, settings, outbound);
    return { ...shared, sign: signOf(kind, settings), send, close: () => undefined };
  } catch (error) {
    const answer = error instanceof Error ? error.message : '';
    return { ...shared, send: async () => ({ outcome: 'unsent', answer }), close: () => undefined };
  }
}

export function secretsOf({ secrets }: Pick<ChannelRow, 'secrets'>): Record<string, string> {
  return secrets === null ? {} : (JSON.parse(unseal('care channel', secrets)) as Record<string, string>);
}

/** As Chinese gateways write it. */
export function signOf(kind: ChannelKind, settings: Settings): string | undefined {
  const name = text(settings['signName']);
  return kind === 'sms' && name ? `\u3010${name}\u3011` : undefined;
}

async function mailWay(
  { config }: Pick<House, 'config'>,
  provider: string,
  settings: Settings,
): Promise<Pick<Way, 'send' | 'close'>> {
  const transport = await transportOf(config.smtpUrl, provider, settings);
  const from = { name: text(settings['fromName']), address: text(settings['fromAddress']) };
  const host = from.address.split('@').at(-1) ?? 'localhost';
  return {
    async send(outbound) {
      // One mailbox, whatever is on file: a list would tell each of the other, a line break more than that.
      if (normaliseEmail(outbound.to) !== outbound.to.toLowerCase())
        return { outcome: 'refused', again: false, answer: NO_ADDRESS };
      return transport.post(letterOf(outbound, from, host, text(settings['replyTo']) || undefined));
    },
    close: () => transport.close(),
  };
}

function letterOf(outbound: Outbound, from: Letter['from'], host: string, replyTo: string | undefined): Letter {
  const { html, inline } = inlinePictures(outbound.html);
  return {
    from,
    to: outbound.to,
    replyTo,
    subject: outbound.subject,
    text: outbound.text,
    ...(html ? { html } : {}),
    inline,
    id: `<${outbound.key}@${host}>`,
    headers: {
      'Content-Language': outbound.language,
      // RFC 8058: one click at the mailbox, no page between.
      ...(outbound.unsubscribeUrl
        ? { 'List-Unsubscribe': `<${outbound.unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
        : {}),
      'Auto-Submitted': 'auto-generated',
    },
  };
}

function transportOf(smtpUrl: string | undefined, provider: string, settings: Settings): Promise<MailTransport> {
  if (provider === 'house') {
    if (!smtpUrl) throw new Error('SMTP_URL is not set');
    return openMailTransport(smtpUrl);
  }
  const { host, port, secure, user, password, dkimDomain, dkimSelector, dkimKey } = settings;
  const dkim = dkimDomain && dkimSelector && dkimKey;
  return openMailTransport(
    {
      host: text(host),
      port: Number(port),
      secure: secure === true,
      ...(user ? { user: text(user), password: text(password) } : {}),
      ...(dkim ? { dkim: { domain: text(dkimDomain), selector: text(dkimSelector), key: text(dkimKey) } } : {}),
    },
    reach.mayReach,
  );
}

/** What a provider over HTTP is asked, and how its answer reads. */
export interface HttpProvider {
  request(
    settings: Settings,
    outbound: Outbound,
    now: Date,
  ): { url: string; headers: Record<string, string>; body: string };
  /** `unknown`: it broke over there, perhaps after the message had left; nobody tries that again by himself. */
  read(
    status: number,
    body: string,
  ): { ok: true; providerId: string | null } | { ok: false; again: boolean | 'unknown'; answer: string };
}

/** A call whose answer did not come may have sent the message: nobody can tell. */
async function overHttp(
  provider: HttpProvider,
  outgoing: Outgoing,
  settings: Settings,
  outbound: Outbound,
): Promise<Sent> {
  let asked: ReturnType<HttpProvider['request']>;
  try {
    asked = provider.request(settings, outbound, new Date());
  } catch (error) {
    return { outcome: 'refused', again: false, answer: error instanceof Error ? error.message : '' };
  }
  const { url, headers, body } = asked;
  let status: number;
  let answer: string;
  try {
    const response = await outgoing.fetch(url, { method: 'POST', headers, body });
    status = response.status;
    answer = await response.text();
  } catch (error) {
    return { outcome: neverLeft(error) ? 'unsent' : 'unknown', answer: error instanceof Error ? error.message : '' };
  }
  const read = provider.read(status, answer);
  if (read.ok) return { outcome: 'sent', answer: answer.slice(0, 300), providerId: read.providerId };
  const said = read.answer.slice(0, 300);
  return read.again === 'unknown'
    ? { outcome: 'unknown', answer: said }
    : { outcome: 'refused', again: read.again, answer: said };
}

function text(value: Settings[string]): string {
  return value === null || value === undefined ? '' : String(value);
}
