import { randomUUID } from 'node:crypto';
import type { Outgoing } from '../../../kernel/outgoing.ts';
import { neverLeft } from './never-left.ts';
import type { Outbound, Sent, Settings } from './ways.ts';

type Send = (outbound: Outbound) => Promise<Sent>;
type Reply = Readonly<Record<string, unknown>> & { errcode?: number; errmsg?: string };

const text = (settings: Settings, key: string) => String(settings[key] ?? '');

/** The token is no longer good; the message was not sent. */
const TOKEN_OVER = new Set([40001, 40014, 41001, 42001]);
/** Later it may go. */
const LATER = new Set([-1, 45009, 45011, 45033]);
/** The customer has been silent for 48 hours, or was answered often enough: no free words any more. */
const NO_FREE_WORDS = new Set([45015, 45047]);
/** A field of a template takes so many letters (`thing`). */
const MOST_LETTERS = 20;

/**
 * Official Account. Within 48 hours after a customer did something, the words go as they are (message/custom/send);
 * else as the template or subscription message that WeChat has approved, a line of the words for each of its fields.
 */
export function wechatSend(settings: Settings, outgoing: Outgoing): Send {
  const call = wechatCaller(settings, outgoing);
  return async ({ to, text: words }) => {
    const free = await call('/cgi-bin/message/custom/send', { touser: to, msgtype: 'text', text: { content: words } });
    const templateId = text(settings, 'templateId');
    if (!('reply' in free) || !NO_FREE_WORDS.has(free.reply.errcode ?? 0) || !templateId) return sentOf(free);
    const subscription = text(settings, 'mode') === 'subscription';
    return sentOf(
      await call(subscription ? '/cgi-bin/message/subscribe/bizsend' : '/cgi-bin/message/template/send', {
        touser: to,
        template_id: templateId,
        data: fieldsOf(text(settings, 'templateFields'), words),
        ...(settings['link'] ? { [subscription ? 'page' : 'url']: text(settings, 'link') } : {}),
      }),
    );
  };
}

/** Asks the platform in the name of the account. */
export function wechatCaller(settings: Settings, outgoing: Outgoing): Caller {
  const base = (text(settings, 'endpoint') || 'https://api.weixin.qq.com').replace(/\/$/, '');
  return caller(outgoing, base, (fresh) => ({
    path: '/cgi-bin/stable_token',
    body: {
      grant_type: 'client_credential',
      appid: text(settings, 'appId'),
      secret: text(settings, 'appSecret'),
      force_refresh: fresh,
    },
  }));
}

/** `thing1, time2`: the first line of the words fills the first, and so on; the last takes what is left. */
function fieldsOf(names: string, words: string): Record<string, { value: string }> {
  const fields = names.split(/[\s,，、]+/).filter(Boolean);
  const lines = words
    .split(/\n+/)
    .map((line) => line.trim())
    .filter(Boolean);
  return Object.fromEntries(
    fields.map((name, at) => {
      const line = at === fields.length - 1 ? lines.slice(at).join(' ') : (lines[at] ?? '');
      const value = name.startsWith('thing') ? [...line].slice(0, MOST_LETTERS).join('') : line.slice(0, 200);
      return [name, { value: value || '-' }];
    }),
  );
}

/**
 * WeCom: a message to somebody among the colleagues' customers (externalcontact/add_msg_template). WeCom puts it before the
 * colleague, who sends it with one tap; that is as far as a program may go.
 */
export function wecomSend(settings: Settings, outgoing: Outgoing): Send {
  const base = (text(settings, 'endpoint') || 'https://qyapi.weixin.qq.com').replace(/\/$/, '');
  const query = new URLSearchParams({ corpid: text(settings, 'corpId'), corpsecret: text(settings, 'corpSecret') });
  const call = caller(outgoing, base, () => ({ path: `/cgi-bin/gettoken?${query}`, body: null }));
  return async ({ to, text: words }) => {
    const answer = await call('/cgi-bin/externalcontact/add_msg_template', {
      chat_type: 'single',
      external_userid: [to],
      ...(settings['sender'] ? { sender: text(settings, 'sender') } : {}),
      text: { content: words.slice(0, 4000) },
    });
    const failed =
      'reply' in answer && Array.isArray(answer.reply['fail_list']) && answer.reply['fail_list'].includes(to);
    return failed ? { outcome: 'refused', again: false, answer: 'fail_list' } : sentOf(answer);
  };
}

export type Answer = { reply: Reply } | { failed: Sent };
type Caller = (path: string, body: object) => Promise<Answer>;

/** A file that goes along, in the field `media`. */
export interface Attached {
  name: string;
  type: string;
  bytes: Buffer;
}

/** Asks with a token that is kept as long as it is good, and once more where it turns out not to be. */
function caller(
  outgoing: Outgoing,
  base: string,
  token: (fresh: boolean) => { path: string; body: object | null },
): Caller {
  let kept: { value: string; until: number } | null = null;
  const tokenNow = async (fresh: boolean): Promise<string | { failed: Sent }> => {
    if (!fresh && kept && kept.until > Date.now()) return kept.value;
    const { path, body } = token(fresh);
    const answer = await ask(outgoing, `${base}${path}`, body);
    // No message has left the house yet, whatever went wrong.
    if ('failed' in answer) return { failed: { outcome: 'unsent', answer: answer.failed.answer } };
    const { access_token: value, expires_in: seconds } = answer.reply;
    if (typeof value !== 'string') return { failed: { outcome: 'unsent', answer: sentence(answer.reply) } };
    kept = { value, until: Date.now() + (Number(seconds ?? 7200) - 300) * 1000 };
    return value;
  };
  return async (path, body) => {
    for (const fresh of [false, true]) {
      const value = await tokenNow(fresh);
      if (typeof value !== 'string') return value;
      const answer = await ask(
        outgoing,
        `${base}${path}${path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(value)}`,
        body,
      );
      if (fresh || 'failed' in answer || !TOKEN_OVER.has(answer.reply.errcode ?? 0)) return answer;
    }
    throw new Error('unreachable');
  };
}

async function ask(outgoing: Outgoing, url: string, body: object | null): Promise<Answer> {
  try {
    const response = await outgoing.fetch(url, {
      method: body ? 'POST' : 'GET',
      ...(body && 'bytes' in body ? asForm(body as Attached) : asJson(body)),
    });
    const answer = await response.text();
    if (response.status >= 500) return { failed: { outcome: 'unknown', answer: `${response.status}` } };
    const reply: unknown = JSON.parse(answer);
    if (typeof reply === 'object' && reply !== null) return { reply: reply as Reply };
    return { failed: { outcome: 'refused', again: false, answer: answer.slice(0, 300) } };
  } catch (error) {
    const answer = error instanceof Error ? error.message.slice(0, 300) : '';
    return { failed: { outcome: neverLeft(error) ? 'unsent' : 'unknown', answer } };
  }
}

function asJson(body: object | null) {
  return { headers: { 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) };
}

/** RFC 7578. */
function asForm({ name, type, bytes }: Attached) {
  const boundary = `regulars-${randomUUID()}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

/** What the platform said, as it is shown. */
export function answerIn(answer: Answer): string {
  return 'failed' in answer ? answer.failed.answer : sentence(answer.reply);
}

function sentOf(answer: Answer): Sent {
  if ('failed' in answer) return answer.failed;
  const { reply } = answer;
  if ((reply.errcode ?? 0) === 0)
    return {
      outcome: 'sent',
      answer: sentence(reply),
      providerId: reply['msgid'] === undefined ? null : String(reply['msgid']),
    };
  if (TOKEN_OVER.has(reply.errcode ?? 0)) return { outcome: 'unsent', answer: sentence(reply) };
  return { outcome: 'refused', again: LATER.has(reply.errcode ?? 0), answer: sentence(reply) };
}

function sentence({ errcode = 0, errmsg = '' }: Reply): string {
  return `${errcode} ${errmsg}`.trim().slice(0, 300);
}
