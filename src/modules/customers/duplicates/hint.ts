import type { Ctx } from '../../../kernel/context.ts';
import { Refusal } from '../../../kernel/errors.ts';
import type { CustomerCard, NewCustomerInput } from '../contract.ts';
import { createCustomer } from '../customers.ts';
import { checkDuplicates } from './check.ts';
import type { Matches } from './contract.ts';

/** Two customers may share a phone: the customer is recorded, and the answer says who they look like. */
export async function createWithHint(
  ctx: Ctx,
  input: NewCustomerInput,
): Promise<CustomerCard & { duplicates: Matches }> {
  const card = await createCustomer(ctx, input);
  const { name, kind, phone, email, externalId, cardNumber, gender, birthday, address } = input;
  const typed = { name, kind, phone, email, externalId, cardNumber, gender, birthday, address, except: card.id };
  return { ...card, duplicates: await checkDuplicates(ctx, typed).catch(sayNothing) };
}

/** Whoever has asked too often is told nothing, but may go on recording customers. */
function sayNothing(error: unknown): Matches {
  if (error instanceof Refusal && error.code === 'TOO_MANY_REQUESTS') return { items: [], others: [] };
  throw error;
}
