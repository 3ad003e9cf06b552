import { z } from 'zod';
import { civilDate, id, instant, noInput, nothing, operation, pick } from '../../../../kernel/contract.ts';
import { byId } from '../../../../kernel/contract.ts';
import { consent, consentInput, filledLine, line } from '../../shapes-contract.ts';
import { privacyErrors } from '../errors-contract.ts';

const notFound = { CUSTOMER_NOT_FOUND: { status: 404 } } as const;

/** Where somebody said it. */
export const consentSource = z.enum(['counter', 'phone', 'paper', 'web', 'mail', 'import', 'api']);
const language = z.enum(['zh-CN', 'zh-TW', 'en']);

const entry = consent.extend({
  id,
  source: z.string().nullable(),
  language: z.string().nullable(),
  /** The wording shown then, in that language; null where no text was kept. */
  text: z.object({ version: z.number().int(), wording: z.string() }).nullable(),
  file: z.object({ id, name: z.string() }).nullable(),
  /** Said by an import that was undone since. */
  undone: z.boolean(),
});

const restrictionKind = z.enum(['contact', 'profiling']);
const restriction = z.object({
  kind: restrictionKind,
  reason: z.string().nullable(),
  until: civilDate.nullable(),
  at: instant,
  by: z.string(),
});

const ledger = z.object({
  /** Everything that was ever said, newest first. */
  items: z.array(entry),
  /** Mails that wait for a yes. */
  waiting: z.array(z.object({ purpose: z.string(), askedBy: z.string(), at: instant, expiresAt: instant })),
  restrictions: z.array(restriction),
  /** What is asked now, by purpose, in the caller's language where there is one. */
  texts: z.array(z.object({ purpose: z.string(), version: z.number().int(), wording: z.string() })),
  mailPossible: z.boolean(),
});

const newConsent = consentInput
  .extend({
    id,
    source: consentSource.optional(),
    language: language.optional(),
    /** A file on this card that proves it: POST /customers/{id}/files puts it there. */
    fileId: id.nullish(),
  })
  .strict();

const consentText = z.object({
  purpose: z.string(),
  version: z.number().int(),
  texts: z.record(z.string(), z.string()),
  at: instant,
  by: z.string(),
});

const linkToken = z.object({ token: z.string().min(20).max(100) }).strict();
const linkView = z.object({
  workspace: z.string(),
  purpose: z.string(),
  wording: z.string().nullable(),
  language: z.string(),
});

export const consentsContract = {
  ledger: operation({
    method: 'GET',
    path: '/customers/{id}/consents',
    summary: 'What the customer agreed to and refused, with wording, source and proof; restrictions and open questions',
    requires: 'customers.read',
    input: byId,
    output: ledger,
    errors: notFound,
  }),
  record: operation({
    method: 'POST',
    path: '/customers/{id}/consents',
    summary: 'Record a yes or a no; a no takes an earlier yes back',
    requires: 'customers.edit',
    input: newConsent,
    output: ledger,
    errors: { ...notFound, ...pick(privacyErrors, 'CONSENT_FILE_UNKNOWN') },
  }),
  ask: operation({
    method: 'POST',
    path: '/customers/{id}/consents/ask',
    summary: 'Ask by mail; the customer agrees by the link in it',
    requires: 'customers.edit',
    input: z.object({ id, purpose: filledLine(40), language: language.optional() }).strict(),
    output: ledger,
    errors: { ...notFound, ...pick(privacyErrors, 'CONSENT_MAIL_MISSING', 'CONSENT_MAIL_UNSET') },
  }),
  openLink: operation({
    method: 'GET',
    path: '/consent-links/{token}',
    summary: 'What the link of a mail asks; changes nothing',
    requires: 'public',
    input: linkToken,
    output: linkView,
    errors: pick(privacyErrors, 'CONSENT_LINK_EXPIRED'),
  }),
  confirmLink: operation({
    method: 'POST',
    path: '/consent-links/{token}',
    summary: 'Agree to what the link of a mail asks',
    requires: 'public',
    input: linkToken,
    output: nothing,
    errors: pick(privacyErrors, 'CONSENT_LINK_EXPIRED'),
    status: 200,
  }),
  texts: operation({
    method: 'GET',
    path: '/privacy/texts',
    summary: 'The wordings that customers are asked to agree to, every version',
    requires: 'privacy.manage',
    input: noInput,
    output: z.object({ items: z.array(consentText) }),
  }),
  writeText: operation({
    method: 'POST',
    path: '/privacy/texts',
    summary: 'A new version of the wording of a purpose; what was agreed to before keeps its own',
    requires: 'privacy.manage',
    input: z
      .object({
        purpose: filledLine(40),
        texts: z
          .partialRecord(language, z.string().trim().min(1).max(4000))
          .refine((texts) => Object.keys(texts).length > 0),
      })
      .strict(),
    output: consentText,
  }),
  restrict: operation({
    method: 'POST',
    path: '/customers/{id}/restrictions/{kind}',
    summary: 'Do not contact (until a day, if said), or no classes and predictions',
    requires: 'customers.edit',
    input: z.object({ id, kind: restrictionKind, reason: line(300).nullish(), until: civilDate.nullish() }).strict(),
    output: ledger,
    errors: { ...notFound, ...pick(privacyErrors, 'RESTRICTION_ENDS_BEFORE') },
    status: 200,
  }),
  lift: operation({
    method: 'DELETE',
    path: '/customers/{id}/restrictions/{kind}',
    summary: 'The restriction does not hold any more',
    requires: 'customers.edit',
    input: z.object({ id, kind: restrictionKind }).strict(),
    output: ledger,
    errors: notFound,
  }),
};

export type ConsentLedger = z.input<typeof ledger>;
export type NewConsent = z.output<typeof newConsent>;
export type ConsentText = z.input<typeof consentText>;
export type RestrictionKind = z.infer<typeof restrictionKind>;
