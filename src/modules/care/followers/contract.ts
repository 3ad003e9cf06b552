import { z } from 'zod';
import { id, instant, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import { customerErrors } from '../../customers/contract.ts';
import { careErrors } from '../errors-contract.ts';

const follower = z.object({
  id,
  channel: z.enum(['wechat', 'wecom']),
  /** The account’s own name for the person. */
  address: z.string(),
  lastSeenAt: instant,
  following: z.boolean(),
});

export const followersContract = {
  unknown: operation({
    method: 'GET',
    path: '/care/followers',
    summary: 'Who wrote or follows and is nobody’s card yet, the newest 50',
    requires: 'care.read',
    input: noInput,
    output: z.object({ items: z.array(follower), more: z.boolean() }),
  }),
  link: operation({
    method: 'PUT',
    path: '/care/followers/{id}/customer',
    summary: 'Say which customer this is; null: nobody again',
    requires: 'customers.edit',
    input: z.object({ id, customerId: id.nullable() }).strict(),
    output: nothing,
    errors: { ...pick(careErrors, 'FOLLOWER_NOT_FOUND'), ...pick(customerErrors, 'CUSTOMER_NOT_FOUND') },
  }),
};

export type Follower = z.infer<typeof follower>;
