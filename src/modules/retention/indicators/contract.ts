import { z } from 'zod';
import {
  byId,
  civilDate,
  explanation,
  id,
  instant,
  money,
  noInput,
  operation,
  pick,
} from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { customerErrors } from '../../customers/contract.ts';

export const indicatorErrors = {
  WALLET_SHARE_NOT_FOUND: { status: 404 },
  WALLET_SHARE_IN_FUTURE: { status: 422 },
} as const satisfies ErrorCatalog;

const text = (most: number) =>
  z
    .string()
    .max(most)
    .transform((value) => value.toWellFormed().replaceAll('\0', '').trim());

const indicator = z.object({
  key: z.string(),
  /** In the caller's language. */
  name: z.string(),
  unit: z.enum(['share', 'count', 'money', 'score']),
  /** A share lies between 0 and 1; null while there is nothing to tell. */
  value: z.number().nullable(),
  money: money.nullable(),
  /** One sentence in the caller's language: what the value says, or what would feed it. */
  text: z.string(),
  /** Not counted or asked, but guessed from others. */
  estimated: z.boolean(),
  explanation: explanation.nullable(),
  /** Some of the rows behind it, the newest first. */
  rows: z.array(z.object({ on: civilDate, text: z.string(), money: money.nullable() })),
});

const indicators = z.object({ unavailable: z.string().nullable(), items: z.array(indicator) });

const shopIndicators = z.object({
  items: z.array(indicator),
  /** When they were counted; null: just now, over the customers that the asker sees. */
  computedAt: instant.nullable(),
  /** Notes are searched for these names. */
  competitors: z.array(z.string()),
  version: z.number().int(),
});

const share = z.object({
  id,
  share: z.number().int(),
  askedOn: civilDate,
  note: z.string().nullable(),
  by: z.string(),
});

const seen = pick(customerErrors, 'CUSTOMER_NOT_FOUND');

export const indicatorsContract = {
  ofShop: operation({
    method: 'GET',
    path: '/retention/indicators',
    summary: 'How loyal the customers are, each figure with its formula',
    requires: 'retention.read',
    input: noInput,
    output: shopIndicators,
  }),
  ofCustomer: operation({
    method: 'GET',
    path: '/customers/{id}/indicators',
    summary: 'How loyal this customer is, each figure with its formula and its rows',
    requires: 'retention.read',
    input: byId,
    output: indicators,
    errors: seen,
  }),
  watchCompetitors: operation({
    method: 'PUT',
    path: '/retention/competitors',
    summary: 'Name the competitors that notes are searched for',
    requires: 'settings.edit',
    input: z
      .object({
        names: z.array(text(40).pipe(z.string().min(2))).max(30),
        version: z.number().int(),
      })
      .strict(),
    output: z.object({ competitors: z.array(z.string()), version: z.number().int() }),
  }),
  wallet: {
    list: operation({
      method: 'GET',
      path: '/customers/{id}/wallet-shares',
      summary: 'What the customer said of the share of their spending that this shop has, newest first',
      requires: 'retention.read',
      input: byId,
      output: z.object({ items: z.array(share) }),
      errors: seen,
    }),
    note: operation({
      method: 'POST',
      path: '/customers/{id}/wallet-shares',
      summary: 'Note what the customer said of it',
      requires: 'retention.edit',
      input: z
        .object({
          id,
          /** Per cent. */
          share: z.number().int().min(1).max(100),
          /** Today unless said. */
          askedOn: civilDate.optional(),
          note: text(500).nullish(),
        })
        .strict(),
      output: share,
      errors: { ...seen, ...pick(indicatorErrors, 'WALLET_SHARE_IN_FUTURE') },
    }),
    takeBack: operation({
      method: 'DELETE',
      path: '/customers/{id}/wallet-shares/{shareId}',
      summary: 'Take back what was noted by mistake',
      requires: 'retention.edit',
      input: byId.extend({ shareId: id }).strict(),
      output: z.object({ id }),
      errors: { ...seen, ...pick(indicatorErrors, 'WALLET_SHARE_NOT_FOUND') },
    }),
  },
};

export type IndicatorView = z.infer<typeof indicator>;
export type CustomerIndicators = z.infer<typeof indicators>;
export type ShopIndicators = z.infer<typeof shopIndicators>;
export type WalletShare = z.infer<typeof share>;
