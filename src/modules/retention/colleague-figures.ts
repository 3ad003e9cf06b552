import { sql } from 'kysely';
import type { ColleagueFigure, FigureValue } from '../team/index.ts';
import { readSettings } from './settings.ts';

/** What the watch says of a colleague: who stayed in their care, and who came back after it. */
export const watchFigures: readonly ColleagueFigure[] = [
  {
    key: 'kept',
    module: 'retention',
    unit: 'share',
    order: 10,
    /**
     * Of the customers in their care who had bought twice before the span and were not lost when it began: those not
     * lost when it ended. Lost is who stays silent for longer than until their alert and `lostDays` more.
     */
    async read(ctx, { from, until }) {
      const { lostDays } = await readSettings(ctx);
      const end = until < ctx.today ? until : ctx.today;
      const { rows } = await sql<{ member: string; part: number; of: number }>`
        select c.owner_id as member, count(*)::int as of,
          count(*) filter (where ${end}::date - coalesce(bought.within, bought.before) <= watched.patience)::int as part
        from customers c
        join lateral (
          select r.first_on, r.last_on, r.alert_on - r.last_on + ${lostDays}::int as patience
          from retention_rhythms r where r.workspace_id = c.workspace_id and r.customer_id = c.id
        ) watched on watched.first_on < ${from} and watched.last_on + watched.patience >= ${from}::date
        cross join lateral (
          select count(*) filter (where p.day < ${from}) as days, max(p.day) filter (where p.day < ${from}) as before,
            max(p.day) filter (where p.day >= ${from}) as within
          from purchase_days p
          where p.workspace_id = c.workspace_id and p.customer_id = c.id and p.day < ${until}
        ) bought
        where c.workspace_id = ${ctx.workspace.id} and c.owner_id is not null and c.binned_at is null
          and bought.days >= 2 and ${from}::date - bought.before <= watched.patience
        group by c.owner_id`.execute(ctx.db);
      return new Map(rows.map(({ member, part, of }): [string, FigureValue] => [member, { amount: part, of }]));
    },
  },
  {
    key: 'wonBack',
    module: 'retention',
    unit: 'count',
    order: 20,
    /** Customers who had gone quiet, were looked after by them on Today, and then bought. */
    async read(ctx, { from, until }) {
      const { rows } = await sql<{ member: string; customers: number }>`
        select cared_by as member, count(distinct customer_id)::int as customers
        from retention_alerts
        where workspace_id = ${ctx.workspace.id} and settled_on >= ${from} and settled_on < ${until}
          and outcome = 'bought' and cared_by is not null and cared_on <= settled_on
        group by cared_by`.execute(ctx.db);
      return new Map(rows.map(({ member, customers }): [string, FigureValue] => [member, { amount: customers }]));
    },
  },
];
