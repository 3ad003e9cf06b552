import { z } from 'zod';
import { byId, event, id, instant, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { address, birthday, birthdayInput, filledLine, gender, line } from '../shapes-contract.ts';

export const selfErrors = {
  CUSTOMER_NOT_FOUND: { status: 404 },
  CUSTOMER_PHONE_NOT_UNDERSTOOD: { status: 422 },
  CUSTOMER_EMAIL_NOT_UNDERSTOOD: { status: 422 },
  CUSTOMER_BIRTHDAY_IMPOSSIBLE: { status: 422 },
  CUSTOMER_FIELD_NOT_YOURS: { status: 403 },
  SELF_LINK_EXPIRED: { status: 404 },
  SELF_LINKS_CLOSED: { status: 409 },
  SELF_CODE_WRONG: { status: 422 },
  SELF_FIELD_CLOSED: { status: 403 },
  SELF_MAIL_MISSING: { status: 422 },
  SELF_MAIL_UNSET: { status: 422 },
  PROPOSAL_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

/** What of a card a customer may see and correct at all; never what others wrote about them. */
export const selfFields = ['phone', 'email', 'birthday', 'gender', 'address'] as const;
const field = z.enum(selfFields);

const settings = z.object({
  /** Personal links, made on a card. */
  links: z.boolean(),
  /** The shop's own page, opened with a code sent by mail. */
  codes: z.boolean(),
  /** `propose`: somebody looks at a change first. `apply`: it counts at once. */
  changes: z.enum(['propose', 'apply']),
  fields: z.array(field).max(selfFields.length),
  version: z.number().int(),
});

const facts = z
  .object({
    phone: line(80).nullish(),
    email: line(400).nullish(),
    birthday: birthdayInput.nullish(),
    gender: gender.nullish(),
    address: address.nullish(),
  })
  .strict();

const key = z.string().min(20).max(100);
const token = z.object({ token: key }).strict();
const opened = z.object({ key: z.string(), expiresAt: instant });
const keyErrors = pick(selfErrors, 'SELF_LINK_EXPIRED');

const ownCard = z.object({
  workspace: z.string(),
  name: z.string(),
  fields: z.array(field),
  /** Only what is among `fields`. */
  facts: z.object({
    phone: z.string().nullish(),
    email: z.string().nullish(),
    birthday: birthday.nullish(),
    gender: z.string().nullish(),
    address: z.record(z.string(), z.string()).nullish(),
  }),
  consents: z.array(
    z.object({
      channel: z.string(),
      purpose: z.string(),
      /** Null: never said. */
      granted: z.boolean().nullable(),
      wording: z.string().nullable(),
    }),
  ),
  changes: z.enum(['propose', 'apply']),
  /** A change waits for the shop. */
  waiting: z.boolean(),
});

const proposal = z.object({
  id,
  at: instant,
  changes: z.array(z.object({ field, now: z.unknown(), wanted: z.unknown() })),
});

export const selfContract = {
  settings: {
    read: operation({
      method: 'GET',
      path: '/self-service/settings',
      summary: 'How customers reach their own card',
      requires: 'settings.read',
      input: noInput,
      output: settings.extend({
        /** The page that is opened with a code. */
        address: z.string(),
        mailPossible: z.boolean(),
      }),
    }),
    change: operation({
      method: 'PATCH',
      path: '/self-service/settings',
      summary: 'Change how customers reach their own card',
      requires: 'settings.edit',
      input: settings.partial().required({ version: true }).strict(),
      output: settings,
    }),
  },
  makeLink: operation({
    method: 'POST',
    path: '/customers/{id}/self-link',
    summary: 'A link by which the customer corrects the own card; opens once, an older one does not open any more',
    requires: 'customers.edit',
    input: z.object({ id, mail: z.boolean().default(false) }).strict(),
    output: z.object({ url: z.string(), expiresAt: instant, mailed: z.boolean() }),
    errors: pick(selfErrors, 'CUSTOMER_NOT_FOUND', 'SELF_LINKS_CLOSED', 'SELF_MAIL_MISSING', 'SELF_MAIL_UNSET'),
  }),
  proposals: operation({
    method: 'GET',
    path: '/customers/{id}/proposals',
    summary: 'What the customer wants changed on the own card',
    requires: 'customers.read',
    input: byId,
    output: z.object({ items: z.array(proposal) }),
    errors: pick(selfErrors, 'CUSTOMER_NOT_FOUND'),
  }),
  settle: operation({
    method: 'POST',
    path: '/customers/{id}/proposals/{proposalId}',
    summary: 'Take or refuse what the customer wants changed',
    requires: 'customers.edit',
    input: z.object({ id, proposalId: id, outcome: z.enum(['taken', 'refused']) }).strict(),
    output: nothing,
    errors: pick(
      selfErrors,
      'CUSTOMER_NOT_FOUND',
      'PROPOSAL_NOT_FOUND',
      'CUSTOMER_FIELD_NOT_YOURS',
      'CUSTOMER_PHONE_NOT_UNDERSTOOD',
      'CUSTOMER_EMAIL_NOT_UNDERSTOOD',
      'CUSTOMER_BIRTHDAY_IMPOSSIBLE',
    ),
    status: 200,
  }),
  look: operation({
    method: 'GET',
    path: '/self/links/{token}',
    summary: 'Which shop a personal link belongs to; opens nothing',
    requires: 'public',
    input: token,
    output: z.object({ workspace: z.string(), language: z.string() }),
    errors: keyErrors,
  }),
  open: operation({
    method: 'POST',
    path: '/self/links/{token}',
    summary: 'Open a personal link, once; answers a key that lasts half an hour',
    requires: 'public',
    input: token,
    output: opened,
    errors: keyErrors,
  }),
  shop: operation({
    method: 'GET',
    path: '/self/shops/{id}',
    summary: 'The shop whose page asks for a code',
    requires: 'public',
    input: byId,
    output: z.object({ workspace: z.string(), language: z.string() }),
    errors: keyErrors,
  }),
  askCode: operation({
    method: 'POST',
    path: '/self/codes',
    summary: 'Send a code to the address, if exactly one card has it; the answer is always the same',
    requires: 'public',
    input: z.object({ workspaceId: id, email: filledLine(400) }).strict(),
    output: nothing,
    errors: keyErrors,
    status: 200,
  }),
  openByCode: operation({
    method: 'POST',
    path: '/self/codes/open',
    summary: 'Open the own card by the code, once',
    requires: 'public',
    input: z.object({ workspaceId: id, email: filledLine(400), code: z.string().regex(/^\d{6}$/) }).strict(),
    output: opened,
    errors: pick(selfErrors, 'SELF_LINK_EXPIRED', 'SELF_CODE_WRONG'),
  }),
  card: operation({
    method: 'POST',
    path: '/self/card',
    summary: 'The own card, as far as the shop shows it',
    requires: 'public',
    input: z.object({ key }).strict(),
    output: ownCard,
    errors: keyErrors,
    readOnly: true,
  }),
  change: operation({
    method: 'POST',
    path: '/self/change',
    summary: 'Correct the own card, or say that it is still right',
    requires: 'public',
    input: z.object({ key, facts: facts.default({}), stillRight: z.boolean().default(false) }).strict(),
    output: z.object({ waiting: z.boolean() }),
    errors: pick(
      selfErrors,
      'SELF_LINK_EXPIRED',
      'SELF_FIELD_CLOSED',
      'CUSTOMER_PHONE_NOT_UNDERSTOOD',
      'CUSTOMER_EMAIL_NOT_UNDERSTOOD',
      'CUSTOMER_BIRTHDAY_IMPOSSIBLE',
    ),
    status: 200,
  }),
  consent: operation({
    method: 'POST',
    path: '/self/consents',
    summary: 'Agree or refuse; a no takes an earlier yes back',
    requires: 'public',
    input: z.object({ key, channel: filledLine(40), purpose: filledLine(40), granted: z.boolean() }).strict(),
    output: nothing,
    errors: pick(selfErrors, 'SELF_LINK_EXPIRED', 'SELF_FIELD_CLOSED'),
    status: 200,
  }),
};

export const proposalMade = event('customers.proposalMade', z.object({ customerId: id, proposalId: id }));
export const proposalsSettled = event('customers.proposalsSettled', z.object({ proposalIds: z.array(id) }));

export type SelfField = z.infer<typeof field>;
export type SelfFacts = z.output<typeof facts>;
export type SelfSettings = z.infer<typeof settings>;
export type OwnCard = z.infer<typeof ownCard>;
export type Proposal = z.infer<typeof proposal>;
