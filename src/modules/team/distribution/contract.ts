import { z } from 'zod';
import { byId, civilDate, id, instant, listInput, noInput, operation, page, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const distributionErrors = {
  DISTRIBUTION_MEMBER_UNKNOWN: { status: 422 },
  DISTRIBUTION_BRANCH_UNKNOWN: { status: 422 },
  DISTRIBUTION_WARNING_TOO_LONG: { status: 422 },
  DISTRIBUTION_NO_RULES: { status: 409 },
  POOL_NOBODY: { status: 403 },
  POOL_CUSTOMER_GONE: { status: 404 },
  POOL_ENOUGH_TODAY: { status: 409 },
  POOL_NO_ROOM: { status: 409 },
  POOL_OTHER_BRANCH: { status: 403 },
  POOL_NOT_YOURS: { status: 404 },
} as const satisfies ErrorCatalog;

const person = z.object({ id, name: z.string() });
const count = z.object({ value: z.number().int(), exact: z.boolean() });

const settings = z.object({
  /** Days without contact after which a customer goes back to the pool; null: never. */
  poolAfterDays: z.number().int().min(7).max(3650).nullable(),
  /** So many days beforehand the owner is told. */
  warnDays: z.number().int().min(1).max(90),
  takesADay: z.number().int().min(0).max(1000),
  ownBranchOnly: z.boolean(),
});

const word = z.string().trim().min(1).max(120).nullable();
const rule = z.object({
  /** What is null fits every customer. */
  branchId: id.nullable(),
  tag: word,
  source: word,
  /** In turn, as long as they have room and are here. */
  memberIds: z.array(id).min(1).max(100),
});

const limits = z.array(z.object({ memberId: id, customers: z.number().int().min(0).max(1_000_000) }).strict()).max(500);

const state = z.object({
  settings,
  rules: z.array(rule.extend({ id })),
  people: z.array(
    z.object({
      member: person,
      customers: count,
      /** Null: as many as come. */
      limit: z.number().int().nullable(),
      /** Away at this moment: passed over. */
      away: z.boolean(),
      takenToday: z.number().int(),
      /** Of theirs, so many go back to the pool unless somebody is in touch. */
      leaving: z.number().int(),
    }),
  ),
  pool: count,
  version: z.number().int(),
});

const outcome = z.object({
  given: z.array(z.object({ member: person, customers: z.number().int() })),
  /** Those for whom no rule fits or nobody has room: they stay in the pool. */
  left: z.number().int(),
  /** More wait than are given at once. */
  more: z.boolean(),
});

const pooled = z.object({
  id,
  name: z.string(),
  stage: z.string(),
  source: z.string().nullable(),
  branch: person.nullable(),
  tags: z.array(z.string()),
  /** Since when nobody looks after them. */
  since: instant,
});

const leaving = z.object({ customer: person, owner: person, leavesOn: civilDate });

export const distributionContract = {
  read: operation({
    method: 'GET',
    path: '/distribution',
    summary: 'How customers without an owner find one: rules, limits, the pool, and who looks after how many',
    requires: 'members.manage',
    input: noInput,
    output: state,
  }),
  change: operation({
    method: 'PUT',
    path: '/distribution',
    summary: 'Change rules, limits and the pool; what is not named stays',
    requires: 'members.manage',
    input: z
      .object({
        settings: settings.partial().strict().optional(),
        rules: z.array(rule.strict()).max(50).optional(),
        limits: limits.optional(),
        version: z.number().int().optional(),
      })
      .strict(),
    output: state,
    errors: pick(
      distributionErrors,
      'DISTRIBUTION_MEMBER_UNKNOWN',
      'DISTRIBUTION_BRANCH_UNKNOWN',
      'DISTRIBUTION_WARNING_TOO_LONG',
    ),
  }),
  preview: operation({
    method: 'POST',
    path: '/distribution/preview',
    summary: 'Who would get how many of the customers in the pool',
    requires: 'members.manage',
    readOnly: true,
    input: noInput,
    output: outcome,
    errors: pick(distributionErrors, 'DISTRIBUTION_NO_RULES'),
  }),
  run: operation({
    method: 'POST',
    path: '/distribution/run',
    summary: 'Give the customers in the pool away by the rules; undoable',
    requires: 'members.manage',
    input: noInput,
    output: outcome.extend({ changeSet: id }),
    errors: pick(distributionErrors, 'DISTRIBUTION_NO_RULES'),
  }),
  pool: {
    list: operation({
      method: 'GET',
      path: '/pool',
      summary: 'Customers whom nobody looks after, as far as one may take them',
      requires: 'pool.take',
      input: listInput.strict(),
      output: page(pooled).extend({
        /** How many one may still take today, by both limits. */
        left: z.number().int(),
      }),
    }),
    leaving: operation({
      method: 'GET',
      path: '/pool/leaving',
      summary: 'Customers who go back to the pool unless somebody is in touch, as far as one sees them',
      requires: 'pool.take',
      input: noInput,
      output: z.object({ items: z.array(leaving) }),
    }),
    take: operation({
      method: 'POST',
      path: '/pool/{id}/take',
      summary: 'Look after this customer from now on',
      requires: 'pool.take',
      input: byId,
      output: z.object({ id, left: z.number().int() }),
      errors: pick(
        distributionErrors,
        'POOL_NOBODY',
        'POOL_CUSTOMER_GONE',
        'POOL_ENOUGH_TODAY',
        'POOL_NO_ROOM',
        'POOL_OTHER_BRANCH',
      ),
      status: 200,
    }),
    giveBack: operation({
      method: 'POST',
      path: '/pool/{id}/return',
      summary: 'Put a customer of one’s own back into the pool',
      requires: 'pool.take',
      input: byId,
      output: z.object({ id }),
      errors: pick(distributionErrors, 'POOL_NOT_YOURS'),
      status: 200,
    }),
  },
};

export type DistributionState = z.infer<typeof state>;
export type DistributionSettings = z.infer<typeof settings>;
export type DistributionChange = {
  settings?: Partial<DistributionSettings> | undefined;
  rules?: z.infer<typeof rule>[] | undefined;
  limits?: z.infer<typeof limits> | undefined;
  version?: number | undefined;
};
export type DistributionOutcome = z.infer<typeof outcome>;
export type PooledCustomer = z.infer<typeof pooled>;
export type LeavingCustomer = z.infer<typeof leaving>;
