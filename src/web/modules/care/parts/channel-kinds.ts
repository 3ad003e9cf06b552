import type { Channel } from '../api.ts';

export type Provider = Channel['provider'];
export type Kind = Channel['kind'];
export type Values = Record<string, string | number | boolean>;

export interface Asked {
  name: string;
  as?: 'secret' | 'key' | 'number' | 'days' | 'switch' | 'mode' | 'member';
}

const text = (...names: string[]): Asked[] => names.map((name) => ({ name }));
const secret = (name: string): Asked => ({ name, as: 'secret' });

/** What each provider wants to know, in the order of its form. */
export const FIELDS: Readonly<Record<Provider, readonly Asked[]>> = {
  house: text('fromName', 'fromAddress', 'replyTo'),
  smtp: [
    ...text('fromName', 'fromAddress', 'replyTo', 'host'),
    { name: 'port', as: 'number' },
    { name: 'secure', as: 'switch' },
    ...text('user'),
    secret('password'),
    ...text('dkimDomain', 'dkimSelector'),
    { name: 'dkimKey', as: 'key' },
  ],
  aliyun: [...text('accessKeyId'), secret('accessKeySecret'), ...text('signName', 'templateCode')],
  tencent: [...text('secretId'), secret('secretKey'), ...text('appId', 'signName', 'templateId', 'region')],
  twilio: [...text('accountSid'), secret('authToken'), ...text('from')],
  wechat: [
    ...text('appId'),
    ...['appSecret', 'callbackToken', 'aesKey'].map(secret),
    { name: 'mode', as: 'mode' },
    ...text('templateId', 'templateFields', 'link'),
  ],
  wecom: [...text('corpId'), ...['corpSecret', 'callbackToken', 'aesKey'].map(secret), ...text('sender')],
  people: [
    { name: 'memberId', as: 'member' },
    { name: 'dueDays', as: 'days' },
  ],
  page: [],
  http: [...text('url'), secret('signingKey'), ...text('signName')],
};
export const OF_KIND: Readonly<Record<Kind, readonly Provider[]>> = {
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
export const FIRST: Values = { port: 587, secure: false, region: 'ap-guangzhou', mode: 'template', dueDays: 0 };
export const KINDS = Object.keys(OF_KIND) as Kind[];
/** Kinds whose platform calls us. */
export const ACCOUNTS: ReadonlySet<string> = new Set(['wechat', 'wecom']);
export const EXPLAINED: ReadonlySet<string> = new Set(['wechat', 'wecom', 'page']);
/** Nobody else sends, who could say what became of it. */
export const SILENT: ReadonlySet<Provider> = new Set(['people', 'page']);
/** A shop has one of each: a name over there is a name within one account. */
export const SINGLE: ReadonlySet<Kind> = new Set(['wechat', 'wecom', 'page']);
