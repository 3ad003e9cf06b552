import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';

/** What the people around a customer say of the card: a company that has a contact is not asked for one. */
export async function factsAround(ctx: Ctx, { id, kind }: { id: string; kind: string }): Promise<string[]> {
  if (kind !== 'company') return [];
  const { rows } = await sql`
    select 1 from customer_people
    where workspace_id = ${ctx.workspace.id} and customer_id = ${id} and role = 'contact'
    union all
    select 1 from customer_people
    where workspace_id = ${ctx.workspace.id} and other_customer_id = ${id} and role = 'employer'
    limit 1`.execute(ctx.db);
  return rows.length > 0 ? ['contactPerson'] : [];
}
