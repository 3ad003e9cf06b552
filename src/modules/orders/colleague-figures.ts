import { sql } from 'kysely';
import type { ColleagueFigure, FigureValue } from '../team/index.ts';

/** What the customers in a colleague's care spent, refunds taken off. */
export const spentFigure: ColleagueFigure = {
  key: 'spent',
  module: 'orders',
  unit: 'money',
  sales: true,
  order: 90,
  async read(ctx, { from, until }) {
    const { rows } = await sql<{ member: string; minor: bigint }>`
      select c.owner_id as member, sum(p.amount_minor)::int8 as minor
      from purchase_days p
      join customers c on c.workspace_id = p.workspace_id and c.id = p.customer_id
      where p.workspace_id = ${ctx.workspace.id} and p.day >= ${from} and p.day < ${until} and c.owner_id is not null
      group by c.owner_id`.execute(ctx.db);
    return new Map(rows.map(({ member, minor }): [string, FigureValue] => [member, { amount: minor }]));
  },
};
