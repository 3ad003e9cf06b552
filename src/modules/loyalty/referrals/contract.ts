import { z } from 'zod';
import { id, instant, listInput, money, noInput, nothing, operation, page, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { filledLine, line, points } from '../shapes-contract.ts';

export const referralErrors = {
  REFERRALS_CLOSED: { status: 409 },
  REFERRAL_CODE_UNKNOWN: { status: 404 },
  REFERRAL_SELF: { status: 422 },
  REFERRAL_HOUSEHOLD: { status: 422 },
  REFERRAL_NOT_NEW: { status: 422 },
  REFERRAL_ALREADY: { status: 409 },
  REFERRAL_CIRCLE: { status: 422 },
  REFERRAL_PHONE_UNFIT: { status: 422 },
  CUSTOMER_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

const terms = z.object({
  open: z.boolean(),
  giverPoints: points.max(10_000_000),
  friendPoints: points.max(10_000_000),
  /** So many friends of one customer are rewarded in a month; null: all. */
  perMonth: z.int().min(1).max(1000).nullable(),
});

const named = z.object({ id, name: z.string() }).nullable();
const referral = z.object({
  id,
  friend: named,
  giver: named,
  at: instant,
  by: z.string(),
  state: z.enum(['waiting', 'rewarded', 'refused']),
  /** In words. */
  why: z.string().nullable(),
});

const code = z
  .string()
  .max(40)
  .transform((value) => value.toUpperCase().replace(/[^A-Z0-9]/g, ''))
  .pipe(z.string().min(4));
const person = pick(referralErrors, 'CUSTOMER_NOT_FOUND');
const link = z.object({ shop: id, code });

export const referralsContract = {
  terms: operation({
    method: 'GET',
    path: '/loyalty/referral-terms',
    summary: 'What a recommendation brings to either side',
    requires: 'loyalty.read',
    input: noInput,
    output: terms.extend({ version: z.int() }),
  }),
  changeTerms: operation({
    method: 'PUT',
    path: '/loyalty/referral-terms',
    summary: 'Say what a recommendation brings, and whether any are taken',
    requires: 'loyalty.manage',
    input: terms.extend({ version: z.int() }).strict(),
    output: terms.extend({ version: z.int() }),
  }),
  list: operation({
    method: 'GET',
    path: '/loyalty/referrals',
    summary: 'Who came through whom, newest first',
    requires: 'loyalty.read',
    input: listInput.strict(),
    output: page(referral),
  }),
  ofCustomer: operation({
    method: 'GET',
    path: '/loyalty/accounts/{customerId}/referrals',
    summary: 'The code and link of a customer, whom they brought and who brought them',
    requires: 'loyalty.read',
    input: z.object({ customerId: id }).strict(),
    output: z.object({
      open: z.boolean(),
      code: z.string().nullable(),
      url: z.string().nullable(),
      brought: z.array(referral),
      broughtBy: referral.nullable(),
    }),
    errors: person,
  }),
  makeCode: operation({
    method: 'POST',
    path: '/loyalty/accounts/{customerId}/referral-code',
    summary: 'The code that a customer passes on; made once',
    requires: 'loyalty.post',
    input: z.object({ customerId: id }).strict(),
    output: z.object({ code: z.string(), url: z.string() }),
    errors: { ...person, ...pick(referralErrors, 'REFERRALS_CLOSED') },
  }),
  record: operation({
    method: 'POST',
    path: '/loyalty/referrals',
    summary: 'A new customer says who sent them',
    requires: 'loyalty.post',
    input: z.object({ customerId: id, code }).strict(),
    output: referral,
    errors: {
      ...person,
      ...pick(
        referralErrors,
        'REFERRALS_CLOSED',
        'REFERRAL_CODE_UNKNOWN',
        'REFERRAL_SELF',
        'REFERRAL_HOUSEHOLD',
        'REFERRAL_NOT_NEW',
        'REFERRAL_ALREADY',
        'REFERRAL_CIRCLE',
      ),
    },
  }),
  look: operation({
    method: 'GET',
    path: '/loyalty/referral-links/{shop}/{code}',
    summary: 'What a link of recommendation offers; says nothing of who passed it on',
    requires: 'public',
    input: link.strict(),
    output: z.object({ workspace: z.string(), language: z.string(), points: z.int(), worth: money.nullable() }),
    errors: pick(referralErrors, 'REFERRAL_CODE_UNKNOWN'),
  }),
  join: operation({
    method: 'POST',
    path: '/loyalty/referral-links/{shop}/{code}',
    summary: 'Become a customer through a link; the answer is the same whether the number is known or not',
    requires: 'public',
    input: link.extend({ name: filledLine(80), phone: line(40), agrees: z.boolean().default(false) }).strict(),
    output: nothing,
    errors: pick(referralErrors, 'REFERRAL_CODE_UNKNOWN', 'REFERRAL_PHONE_UNFIT'),
    status: 200,
  }),
};

export type ReferralTerms = z.output<typeof terms> & { version: number };
export type ReferralView = z.output<typeof referral>;
