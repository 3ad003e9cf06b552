import type { Selectable } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CustomerPeople } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { peopleErrors } from './contract.ts';
import { turned, type PersonRole } from './rules/roles.ts';

const refuse = refusals(peopleErrors);

export type PersonRow = Selectable<CustomerPeople>;

/** The link `personId` of this customer, whichever side it was written from. */
export async function personOf(ctx: Ctx, customerId: string, personId: string): Promise<PersonRow> {
  const row = await ctx.db
    .selectFrom('customer_people')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', personId)
    .where((eb) => eb.or([eb('customer_id', '=', customerId), eb('other_customer_id', '=', customerId)]))
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('PERSON_NOT_FOUND');
  return row;
}

export function otherSide(row: PersonRow, customerId: string): string | null {
  return row.customer_id === customerId ? row.other_customer_id : row.customer_id;
}

export function roleSeen(row: PersonRow, customerId: string): PersonRole {
  const role = row.role as PersonRole;
  return row.customer_id === customerId ? role : turned(role);
}
