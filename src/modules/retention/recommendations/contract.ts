import { z } from 'zod';
import { byId, civilDate, explanation, id, instant, money, operation, pick } from '../../../kernel/contract.ts';
import { customerErrors } from '../../customers/contract.ts';
import { orderErrors } from '../../orders/contract.ts';

const product = z.object({
  id,
  sku: z.string(),
  name: z.string(),
  category: z.string().nullable(),
  unitPrice: money.nullable(),
});

/**
 * `again`: the customer buys it again and again. `alike`: customers who bought the same also bought it. `popular`: many
 * buy it lately.
 */
const why = z.enum(['again', 'alike', 'popular']);

const recommended = z.object({
  product,
  why,
  /** In the caller's language. */
  reason: z.string(),
  /** For `again`, with a rhythm of these goods: when the next purchase is due. */
  dueOn: civilDate.nullable(),
  lastOn: civilDate.nullable(),
  /** Purchase days on which the customer bought it. */
  times: z.number().int(),
  score: z.number(),
  explanation,
});

/** What the shop's lists come from, and how well they foretold what was really bought. */
const basis = z.object({
  customers: z.number().int(),
  goods: z.number().int(),
  countedAt: instant,
  /** Customers whose last purchase was held back to try the lists on; 0 while there are too few. */
  tried: z.number().int(),
  /** Share of that purchase among the first ten. */
  recall: z.number().nullable(),
  recallPopular: z.number().nullable(),
  recallOwn: z.number().nullable(),
  explanation,
});

const limit = z.coerce.number().int().min(1).max(50);

const recommendations = z.object({
  /** Why there is no list, in the caller's language. */
  unavailable: z.string().nullable(),
  items: z.array(recommended),
  basis: basis.nullable(),
});

const audience = z.object({
  product,
  unavailable: z.string().nullable(),
  items: z.array(
    z.object({
      customer: z.object({ id, name: z.string(), phone: z.string().nullable(), stage: z.string() }),
      why: z.enum(['due', 'alike']),
      reason: z.string(),
      lastOn: civilDate.nullable(),
      score: z.number(),
      explanation,
    }),
  ),
  /** Customers looked at; the newest buyers of the product and of its neighbours. */
  lookedAt: z.number().int(),
  /** They fit, and do not want to be contacted. */
  noContact: z.number().int(),
});

export const recommendationsContract = {
  ofCustomer: operation({
    method: 'GET',
    path: '/customers/{id}/recommendations',
    summary: 'What this customer is likely to buy next, and why',
    requires: 'retention.read',
    input: byId.extend({ limit: limit.default(8) }).strict(),
    output: recommendations,
    errors: pick(customerErrors, 'CUSTOMER_NOT_FOUND'),
  }),
  ofProduct: operation({
    method: 'GET',
    path: '/products/{id}/audience',
    summary: 'Whom to tell of a product, and why',
    requires: 'retention.read',
    input: byId.extend({ limit: limit.default(20) }).strict(),
    output: audience,
    errors: pick(orderErrors, 'PRODUCT_NOT_FOUND'),
  }),
};

export type Recommendations = z.infer<typeof recommendations>;
export type RecommendedGoods = z.infer<typeof recommended>;
export type Audience = z.infer<typeof audience>;
