import { z } from 'zod';
import { byId, id, money, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import { careErrors } from '../errors-contract.ts';
import { channelKinds, clock, filledLine, line, prose } from '../shapes-contract.ts';

export const providers = [
  'house',
  'smtp',
  'aliyun',
  'tencent',
  'twilio',
  'wechat',
  'wecom',
  'page',
  'http',
  'people',
] as const;

const host = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[\w.:[\]-]+$/);
const secret = z.string().max(8000).optional();
const url = z.url({ protocol: /^https?$/ }).max(500);

/** What each provider asks for. Secrets are written and never read; one that is absent stays as it is. */
const given = z.discriminatedUnion('provider', [
  z.object({
    provider: z.literal('house'),
    fromName: filledLine(80),
    fromAddress: line(254),
    replyTo: line(254).nullish(),
  }),
  z.object({
    provider: z.literal('smtp'),
    fromName: filledLine(80),
    fromAddress: line(254),
    replyTo: line(254).nullish(),
    host,
    port: z.number().int().min(1).max(65_535),
    /** TLS from the first byte; else STARTTLS where the server offers it. */
    secure: z.boolean(),
    user: line(200).nullish(),
    password: secret,
    dkimDomain: line(200).nullish(),
    dkimSelector: line(100).nullish(),
    dkimKey: secret,
  }),
  z.object({
    provider: z.literal('aliyun'),
    accessKeyId: filledLine(100),
    accessKeySecret: secret,
    signName: filledLine(40),
    /** The number of the template that the provider has approved; its one variable is `content`. */
    templateCode: filledLine(60),
    endpoint: url.nullish(),
  }),
  z.object({
    provider: z.literal('tencent'),
    secretId: filledLine(100),
    secretKey: secret,
    appId: filledLine(40),
    signName: filledLine(40),
    templateId: filledLine(40),
    region: filledLine(40).default('ap-guangzhou'),
    endpoint: url.nullish(),
  }),
  z.object({
    provider: z.literal('twilio'),
    accountSid: filledLine(60),
    authToken: secret,
    from: filledLine(60),
    endpoint: url.nullish(),
  }),
  z.object({
    provider: z.literal('wechat'),
    appId: filledLine(60),
    appSecret: secret,
    /** Signs what WeChat calls us with. */
    callbackToken: secret,
    /** EncodingAESKey, 43 letters; without it calls come in the clear. */
    aesKey: secret,
    mode: z.enum(['template', 'subscription']).default('template'),
    /** Of the approved message that goes out when free words may not. */
    templateId: line(100).nullish(),
    /** Its fields in the order of the words' lines: `thing1, time2`. */
    templateFields: line(200).nullish(),
    link: line(500).nullish(),
    endpoint: url.nullish(),
  }),
  z.object({
    provider: z.literal('wecom'),
    corpId: filledLine(60),
    corpSecret: secret,
    /** The colleague who sends; without one whoever has the customer. */
    sender: line(64).nullish(),
    callbackToken: secret,
    aesKey: secret,
    endpoint: url.nullish(),
  }),
  z.object({
    provider: z.literal('people'),
    /** Who does it where a customer has nobody. */
    memberId: id.nullish(),
    /** So many days after its day. */
    dueDays: z.number().int().min(0).max(60).default(0),
  }),
  z.object({ provider: z.literal('page') }),
  z.object({
    provider: z.literal('http'),
    url,
    /** Signs `timestamp.body` with HMAC-SHA256 into `Regulars-Signature: t=…,v1=…`. */
    signingKey: secret,
    signName: line(40).nullish(),
  }),
]);

const base = {
  kind: z.enum(channelKinds),
  name: filledLine(60),
  /** Null: as fast as it goes. */
  perMinute: z.number().int().min(1).max(100_000).nullable(),
  /** Of one message; of an SMS, of one part. */
  cost: money.nullish(),
};

const channel = z.object({
  id,
  kind: z.enum(channelKinds),
  provider: z.enum(providers),
  name: z.string(),
  /** As given, without secrets. */
  settings: z.record(z.string(), z.unknown()),
  /** Names of the secrets that are set. */
  secrets: z.array(z.string()),
  perMinute: z.number().int().nullable(),
  cost: money,
  /** What the last test or sending said, where it failed. */
  problem: z.string().nullable(),
  /** Where the provider reports deliveries and complaints to, and WeChat what happens. */
  reportsTo: z.string(),
  version: z.number().int(),
});

const settings = z.object({
  quietFrom: clock,
  quietTo: clock,
  budgetContacts: z.number().int().min(1).max(100),
  budgetDays: z.number().int().min(1).max(365),
  promotionGapDays: z.number().int().min(0).max(365),
  holdOutPercent: z.number().int().min(0).max(50),
  approvalAbove: z.number().int().min(1).max(10_000_000).nullable(),
  seeds: z.array(line(254)).max(20),
  trackOpens: z.boolean(),
  trackClicks: z.boolean(),
  law: z.enum(['CN', 'TW', 'none']),
  imprint: prose(300),
  /** 0 as long as nobody has set them. */
  version: z.number().int(),
});

const faults = pick(
  careErrors,
  'CHANNEL_ADDRESS_UNFIT',
  'CHANNEL_SETTING_MISSING',
  'CHANNEL_NO_MAIL_SERVER',
  'CHANNEL_KEY_UNFIT',
  'CHANNEL_ACCOUNT_TWICE',
  'CHANNEL_AES_KEY_UNFIT',
  'CHANNEL_PAGE_CLOSED',
);

export const channelsContract = {
  list: operation({
    method: 'GET',
    path: '/care/channels',
    summary: 'The ways by which messages go out',
    requires: 'care.read',
    input: noInput,
    output: z.object({
      items: z.array(channel),
      /** The installation has a mail server of its own (SMTP_URL). */
      houseMail: z.boolean(),
    }),
  }),
  create: operation({
    method: 'POST',
    path: '/care/channels',
    summary: 'Set up a way by which messages go out',
    requires: 'settings.edit',
    input: z.object({ ...base, given }).strict(),
    output: channel,
    errors: faults,
  }),
  change: operation({
    method: 'PATCH',
    path: '/care/channels/{id}',
    summary: 'Change a channel; secrets that are not named stay',
    requires: 'settings.edit',
    input: z
      .object({
        id,
        name: base.name.optional(),
        perMinute: base.perMinute.optional(),
        cost: base.cost,
        given: given.optional(),
        version: z.number().int().optional(),
      })
      .strict(),
    output: channel,
    errors: { ...faults, ...pick(careErrors, 'CHANNEL_NOT_FOUND') },
  }),
  remove: operation({
    method: 'DELETE',
    path: '/care/channels/{id}',
    summary: 'Nothing goes out this way any more',
    requires: 'settings.edit',
    input: byId,
    output: nothing,
    errors: pick(careErrors, 'CHANNEL_NOT_FOUND', 'CHANNEL_IN_USE'),
  }),
  test: operation({
    method: 'POST',
    path: '/care/channels/{id}/test',
    summary: 'Send a test message to an address of one’s own',
    requires: 'settings.edit',
    input: z.object({ id, to: filledLine(254) }).strict(),
    output: z.object({ sent: z.boolean(), answer: z.string() }),
    errors: pick(careErrors, 'CHANNEL_NOT_FOUND', 'CHANNEL_ADDRESS_UNFIT'),
    status: 200,
  }),
};

export const careSettingsContract = {
  read: operation({
    method: 'GET',
    path: '/care/settings',
    summary: 'Quiet hours, contact budget, hold-out and the rules of the country',
    requires: 'care.read',
    input: noInput,
    output: settings,
  }),
  change: operation({
    method: 'PATCH',
    path: '/care/settings',
    summary: 'Change them; what is not named stays',
    requires: 'settings.edit',
    input: settings.partial().required({ version: true }).strict(),
    output: settings,
    errors: pick(careErrors, 'CHANNEL_ADDRESS_UNFIT'),
  }),
};

export type Channel = z.infer<typeof channel>;
export type ChannelGiven = z.output<typeof given>;
export type NewChannel = z.output<ReturnType<typeof newChannelOf>>;
export type CareSettings = z.infer<typeof settings>;

function newChannelOf() {
  return z.object({ ...base, given }).strict();
}
