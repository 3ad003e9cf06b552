import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CivilDate } from '../../../maths/calendar.ts';
import { notify } from '../../team/index.ts';
import { noteEvent } from './folder.ts';

interface Bought {
  id: string;
  customer_id: string;
  sales_id: string | null;
  service_id: string | null;
  day: CivilDate;
}

/** A customer with an open case bought: those who look after it hear so, once. `null` looks at every open case. */
export async function tellOfPurchases(ctx: Ctx, customerIds: readonly string[] | null): Promise<void> {
  const some = customerIds === null ? sql`` : sql`and c.customer_id = any (${[...customerIds]}::uuid[])`;
  const { rows } = await sql<Bought>`
    select c.id, c.customer_id, c.sales_id, c.service_id, min(p.day) as day
    from retention_cases c
    join purchase_days p on p.workspace_id = c.workspace_id and p.customer_id = c.customer_id and p.day >= c.opened_on
    where c.workspace_id = ${ctx.workspace.id} and c.closed_on is null ${some}
      and not exists (select from retention_case_events e
        where e.workspace_id = c.workspace_id and e.case_id = c.id and e.kind = 'bought')
    group by c.workspace_id, c.id`.execute(ctx.db);
  for (const { id, customer_id: customerId, day, ...row } of rows) {
    await noteEvent(ctx, id, 'bought', { day });
    const memberIds = [...new Set([row.sales_id, row.service_id])].filter((one) => one !== null);
    const link = `/retention/cases/${id}`;
    if (memberIds.length > 0)
      await notify(ctx, { memberIds, kind: 'case_bought', params: { customerId }, link, customerId });
  }
}
