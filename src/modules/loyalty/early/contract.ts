import { z } from 'zod';
import { civilDate, nothing, noInput, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { filledLine, keyword } from '../shapes-contract.ts';

export const earlyErrors = {
  EARLY_TIERS_UNKNOWN: { status: 422 },
  EARLY_GOODS_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

/** For whom something is kept, and the last day on which only they may have it; null: always. */
export const membersFirst = {
  tiers: z.array(keyword).max(10).default([]),
  tiersUntil: civilDate.nullable().default(null),
};

const goods = z.object({
  sku: z.string(),
  /** Null where no order or list has named it yet. */
  name: z.string().nullable(),
  tiers: z.array(z.string()),
  tiersUntil: civilDate.nullable(),
  /** For whom, in words. */
  who: z.string(),
  over: z.boolean(),
});

export const earlyContract = {
  list: operation({
    method: 'GET',
    path: '/loyalty/early-goods',
    summary: 'Products that some tiers may buy before others, or alone',
    requires: 'loyalty.read',
    input: noInput,
    output: z.object({ items: z.array(goods) }),
  }),
  keep: operation({
    method: 'PUT',
    path: '/loyalty/early-goods',
    summary: 'Keep a product for some tiers until a day, or always; the counter refuses it to others',
    requires: 'loyalty.manage',
    input: z
      .object({ sku: filledLine(120), tiers: z.array(keyword).min(1).max(10), tiersUntil: membersFirst.tiersUntil })
      .strict(),
    output: goods,
    errors: pick(earlyErrors, 'EARLY_TIERS_UNKNOWN'),
  }),
  open: operation({
    method: 'POST',
    path: '/loyalty/early-goods/open',
    summary: 'Let everybody have a product',
    requires: 'loyalty.manage',
    input: z.object({ sku: filledLine(120) }).strict(),
    output: nothing,
    errors: pick(earlyErrors, 'EARLY_GOODS_NOT_FOUND'),
    status: 200,
  }),
};

export type EarlyGoods = z.output<typeof goods>;
