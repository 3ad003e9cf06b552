import { z } from 'zod';
import { byId, id, instant, nothing, operation, pick } from '../../../kernel/contract.ts';
import { careErrors } from '../errors-contract.ts';
import { channelKinds, filledLine, line, prose, purposes, tongues } from '../shapes-contract.ts';

const link = z.string().trim().max(1000);

/** Texts may hold merge fields, `{{salutation}}`, and parts that are shown only where a field has a value, `{{#offer}}…{{/offer}}`. */
const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: line(200) }).strict(),
  /** An empty line parts paragraphs. */
  z.object({ kind: z.literal('text'), text: prose(5000) }).strict(),
  /** `src`: https, or a small picture as a data address. */
  z.object({ kind: z.literal('image'), src: z.string().max(300_000), alt: line(200), link: link.nullish() }).strict(),
  /** `tag`: put on the card of whoever follows the link, where clicks are counted. */
  z.object({ kind: z.literal('button'), text: line(60), link, tag: line(60).nullish() }).strict(),
  /** A card that stands out; left out where `code` turns out empty. */
  z.object({ kind: z.literal('coupon'), title: line(100), code: line(60), note: line(200).nullish() }).strict(),
  z.object({ kind: z.literal('divider') }).strict(),
  /** Made elsewhere; scripts, forms and styles that reach out are taken from it. */
  z.object({ kind: z.literal('html'), html: z.string().max(100_000) }).strict(),
]);

const wording = z
  .object({
    /** Of a mail; elsewhere not used. */
    subject: line(200).default(''),
    /** The line that mailboxes show beside the subject. */
    preheader: line(200).default(''),
    blocks: z.array(block).max(60),
  })
  .strict();

const content = z.partialRecord(z.enum(tongues), wording);

const channel = z.enum(channelKinds);

const template = z.object({
  id,
  name: z.string(),
  channel,
  purpose: z.enum(purposes),
  tongues: z.array(z.enum(tongues)),
  version: z.number().int(),
  changedAt: instant,
  changedBy: z.string(),
});

const opened = template.extend({
  content,
  /** The newest first. */
  versions: z.array(z.object({ version: z.number().int(), at: instant, by: z.string() })),
});

const check = z.object({
  /** `care:check.<kind>` */
  kind: z.enum(['noLink', 'plainHttp', 'shouting', 'longSubject', 'spamWords', 'noText', 'heavy', 'shortener']),
  detail: z.string(),
});

const faults = pick(careErrors, 'TEMPLATE_TAG_UNKNOWN', 'TEMPLATE_TAG_BROKEN', 'TEMPLATE_LINK_UNFIT', 'TEMPLATE_EMPTY');
const given = { name: filledLine(80), channel, purpose: z.enum(purposes), content };

export const templatesContract = {
  list: operation({
    method: 'GET',
    path: '/care/templates',
    summary: 'Templates by name',
    requires: 'care.read',
    input: z.object({ channel: channel.optional(), purpose: z.enum(purposes).optional() }).strict(),
    output: z.object({ items: z.array(template) }),
  }),
  read: operation({
    method: 'GET',
    path: '/care/templates/{id}',
    summary: 'A template with its words; of an older version with `version`',
    requires: 'care.read',
    input: z.object({ id, version: z.coerce.number().int().min(1).optional() }).strict(),
    output: opened,
    errors: pick(careErrors, 'TEMPLATE_NOT_FOUND'),
  }),
  create: operation({
    method: 'POST',
    path: '/care/templates',
    summary: 'Write a template',
    requires: 'care.edit',
    input: z.object(given).strict(),
    output: opened,
    errors: faults,
  }),
  change: operation({
    method: 'PATCH',
    path: '/care/templates/{id}',
    summary: 'Change a template: what goes out from now on has the new version',
    requires: 'care.edit',
    input: z
      .object({
        id,
        name: given.name.optional(),
        purpose: given.purpose.optional(),
        content: content.optional(),
        version: z.number().int().optional(),
      })
      .strict(),
    output: opened,
    errors: { ...faults, ...pick(careErrors, 'TEMPLATE_NOT_FOUND') },
  }),
  retire: operation({
    method: 'DELETE',
    path: '/care/templates/{id}',
    summary: 'Nobody chooses it any more; what it sent stays readable',
    requires: 'care.edit',
    input: byId,
    output: nothing,
    errors: pick(careErrors, 'TEMPLATE_NOT_FOUND', 'TEMPLATE_IN_USE'),
  }),
  preview: operation({
    method: 'POST',
    path: '/care/templates/preview',
    summary: 'What a customer would get, with what spam filters and people may stumble over',
    requires: 'care.read',
    input: z
      .object({
        channel,
        purpose: z.enum(purposes),
        content,
        language: z.enum(tongues),
        /** Without: an invented one. */
        customerId: id.nullish(),
        offer: line(300).nullish(),
      })
      .strict(),
    output: z.object({
      subject: z.string(),
      html: z.string(),
      text: z.string(),
      /** Of an SMS: characters, and the parts that the provider counts. */
      characters: z.number().int(),
      parts: z.number().int(),
      checks: z.array(check),
    }),
    errors: { ...faults, ...pick(careErrors, 'CARE_CUSTOMER_UNFIT') },
    readOnly: true,
  }),
};

export type Block = z.infer<typeof block>;
export type Wording = z.output<typeof wording>;
export type Content = z.output<typeof content>;
export type TemplateChannel = z.infer<typeof channel>;
export type Template = z.infer<typeof template>;
export type OpenedTemplate = z.infer<typeof opened>;
export type Check = z.infer<typeof check>;
