import { createHash, createHmac } from 'node:crypto';
import type { HttpProvider, Settings } from './ways.ts';

const value = (settings: Settings, key: string) => String(settings[key] ?? '');

/** RFC 3986, as Aliyun asks for it: blanks are %20, and only `-_.~` stay as they are. */
function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** RPC style, version 1.0: HMAC-SHA1 over method, path and sorted parameters. */
export function aliyunSignature(method: string, parameters: Readonly<Record<string, string>>, secret: string): string {
  const query = Object.keys(parameters)
    .toSorted()
    .map((name) => `${percent(name)}=${percent(parameters[name] ?? '')}`)
    .join('&');
  return createHmac('sha1', `${secret}&`)
    .update(`${method}&${percent('/')}&${percent(query)}`)
    .digest('base64');
}

const aliyun: HttpProvider = {
  request(settings, { key, to, text }, now) {
    const parameters: Record<string, string> = {
      AccessKeyId: value(settings, 'accessKeyId'),
      Action: 'SendSms',
      Format: 'JSON',
      OutId: key,
      PhoneNumbers: mainland(to),
      RegionId: 'cn-hangzhou',
      SignName: value(settings, 'signName'),
      SignatureMethod: 'HMAC-SHA1',
      SignatureNonce: `${key} ${now.getTime()}`,
      SignatureVersion: '1.0',
      TemplateCode: value(settings, 'templateCode'),
      TemplateParam: JSON.stringify({ content: text }),
      Timestamp: now.toISOString().replace(/\.\d+Z$/, 'Z'),
      Version: '2017-05-25',
    };
    const Signature = aliyunSignature('POST', parameters, value(settings, 'accessKeySecret'));
    return {
      url: value(settings, 'endpoint') || 'https://dysmsapi.aliyuncs.com/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...parameters, Signature }).toString(),
    };
  },
  read(status, body) {
    const { Code, Message, BizId } = parsed(body);
    if (status < 300 && Code === 'OK') return { ok: true, providerId: BizId ?? null };
    const broke = status >= 500 || /SYSTEM_ERROR/.test(Code ?? '');
    return {
      ok: false,
      again: broke ? 'unknown' : /LIMIT_CONTROL|Throttling/.test(Code ?? ''),
      answer: `${Code ?? status} ${Message ?? ''}`.trim(),
    };
  },
};

/** TC3-HMAC-SHA256 over content type and host. */
export function tencentAuthorization(given: {
  secretId: string;
  secretKey: string;
  service: string;
  host: string;
  contentType: string;
  body: string;
  seconds: number;
}): string {
  const { secretId, secretKey, service, host, contentType, body, seconds } = given;
  const day = new Date(seconds * 1000).toISOString().slice(0, 10);
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const request = `POST\n/\n\ncontent-type:${contentType}\nhost:${host}\n\ncontent-type;host\n${sha(body)}`;
  const scope = `${day}/${service}/tc3_request`;
  const signing = mac(mac(mac(`TC3${secretKey}`, day), service), 'tc3_request');
  const signature = mac(signing, `TC3-HMAC-SHA256\n${seconds}\n${scope}\n${sha(request)}`).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`;
}

const tencent: HttpProvider = {
  request(settings, { key, to, text }, now) {
    const url = value(settings, 'endpoint') || 'https://sms.tencentcloudapi.com/';
    const contentType = 'application/json; charset=utf-8';
    const seconds = Math.floor(now.getTime() / 1000);
    const body = JSON.stringify({
      PhoneNumberSet: [international(to)],
      SmsSdkAppId: value(settings, 'appId'),
      SignName: value(settings, 'signName'),
      TemplateId: value(settings, 'templateId'),
      TemplateParamSet: [text],
      SessionContext: key,
    });
    const { host } = new URL(url);
    const authorization = tencentAuthorization({
      secretId: value(settings, 'secretId'),
      secretKey: value(settings, 'secretKey'),
      service: 'sms',
      host,
      contentType,
      body,
      seconds,
    });
    return {
      url,
      headers: {
        authorization,
        'content-type': contentType,
        'x-tc-action': 'SendSms',
        'x-tc-timestamp': String(seconds),
        'x-tc-version': '2021-01-11',
        'x-tc-region': value(settings, 'region') || 'ap-guangzhou',
      },
      body,
    };
  },
  read(status, body) {
    const { Response } = parsed(body) as {
      Response?: {
        Error?: { Code?: string; Message?: string };
        SendStatusSet?: { Code?: string; Message?: string; SerialNo?: string }[];
      };
    };
    const [first] = Response?.SendStatusSet ?? [];
    if (status < 300 && first?.Code === 'Ok') return { ok: true, providerId: first.SerialNo ?? null };
    const { Code = String(status), Message = '' } = first ?? Response?.Error ?? {};
    const broke = status >= 500 || /InternalError|RequestTimeout/.test(Code);
    return {
      ok: false,
      again: broke ? 'unknown' : /LimitExceeded/.test(Code),
      answer: `${Code} ${Message}`.trim(),
    };
  },
};

const twilio: HttpProvider = {
  request(settings, { to, text }) {
    const sid = value(settings, 'accountSid');
    const base = (value(settings, 'endpoint') || 'https://api.twilio.com').replace(/\/$/, '');
    return {
      url: `${base}/2010-04-01/Accounts/${encodeURIComponent(sid)}/Messages.json`,
      headers: {
        authorization: `Basic ${Buffer.from(`${sid}:${value(settings, 'authToken')}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ To: international(to), From: value(settings, 'from'), Body: text }).toString(),
    };
  },
  read(status, body) {
    const { sid, message, code } = parsed(body);
    if (status < 300 && sid) return { ok: true, providerId: sid };
    const answer = `${code ?? status} ${message ?? ''}`.trim();
    return { ok: false, again: status >= 500 ? 'unknown' : status === 429, answer };
  },
};

/** A shop's own program: the message as JSON, signed as our webhooks are. */
const http: HttpProvider = {
  request(settings, { key, to, text, subject, language }, now) {
    const sign = value(settings, 'signName');
    const body = JSON.stringify({ id: key, to, subject, text: sign ? `\u3010${sign}\u3011${text}` : text, language });
    const seconds = Math.floor(now.getTime() / 1000);
    const signature = createHmac('sha256', value(settings, 'signingKey')).update(`${seconds}.${body}`).digest('hex');
    return {
      url: value(settings, 'url'),
      headers: {
        'content-type': 'application/json',
        'regulars-signature': `t=${seconds},v1=${signature}`,
        'idempotency-key': key,
      },
      body,
    };
  },
  read(status, body) {
    const { id } = parsed(body);
    if (status >= 200 && status < 300) return { ok: true, providerId: id ?? null };
    // A program that is only busy takes nothing; it knows a message that comes twice by its key.
    const again = status === 429 || status === 503;
    return { ok: false, again: status >= 500 && !again ? 'unknown' : again, answer: `${status} ${body.slice(0, 200)}` };
  },
};

export const smsProviders: Readonly<Record<string, HttpProvider>> = { aliyun, tencent, twilio, http };

function parsed(body: string): Record<string, string | undefined> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, string>) : {};
  } catch {
    return {};
  }
}

/** Numbers are kept with `+` and calling code. */
function international(number: string): string {
  return number.startsWith('+') ? number : `+${number}`;
}

/** Within the mainland without calling code, as Aliyun asks; others with `00` or the code alone. */
function mainland(number: string): string {
  return number.replace(/^\+86/, '').replace(/^\+/, '00');
}
