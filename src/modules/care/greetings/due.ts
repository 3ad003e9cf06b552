import { expressionBuilder, sql } from 'kysely';
import { may } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { addDays, daysBetween, type CivilDate } from '../../../maths/calendar.ts';
import { birthdaysBetween, occasionsBetween, readable, visibleCustomers, withinReach } from '../../customers/index.ts';
import { productDays } from '../../orders/index.ts';
import { listCommonDays } from './common-days.ts';
import type { CommonDay, DueGreeting, GreetingKind } from './contract.ts';

const MOST_SHOWN = 200;

export interface Day {
  customerId: string;
  name: string;
  kind: GreetingKind;
  on: string;
  years: number | null;
  products: string | null;
}

/** Whose day comes, the next first; who may not see birthdays sees none. */
export async function listDue(
  ctx: Ctx,
  { days }: { days: number },
): Promise<{ items: DueGreeting[]; more: boolean; days: CommonDay[] }> {
  const rows = await daysOf(ctx, { from: ctx.today, to: addDays(ctx.today, days), limit: MOST_SHOWN + 1 });
  const shown = rows.slice(0, MOST_SHOWN);
  const prepared = await preparedOf(ctx, shown);
  return {
    items: shown.map(({ customerId, name, ...day }) => {
      const message = prepared.get(`${customerId} ${stepOf(day)}`);
      return {
        customer: { id: customerId, name },
        ...day,
        state: message?.state ?? null,
        reason: message?.reason ?? null,
      };
    }),
    more: rows.length > MOST_SHOWN,
    days: await listCommonDays(ctx, addDays(ctx.today, days)),
  };
}

/** The days of all customers in reach between two days, or of one customer; every rule of calendars is the customers' own. */
export async function daysOf(
  ctx: Ctx,
  {
    from,
    to,
    customerId,
    keep = () => true,
    limit,
  }: {
    from: string;
    to: string;
    customerId?: string;
    keep?: (kind: GreetingKind, on: string) => boolean;
    limit: number;
  },
): Promise<Day[]> {
  const kept = birthdaysBetween(from, to);
  const wanted = (kind: GreetingKind) => JSON.stringify(kept.filter(({ on }) => keep(kind, on)));
  const birthdays = readable(ctx, 'birthday') ? wanted('birthday') : '[]';
  const occasions = JSON.stringify(
    occasionsBetween(from, to)
      .filter(({ day }) => day > 0)
      .flatMap((date) =>
        (['wedding', 'founding'] as const).filter((kind) => keep(kind, date.on)).map((kind) => ({ ...date, kind })),
      ),
  );
  const solar = JSON.stringify(kept.filter(({ calendar, on }) => calendar === 'solar' && keep('first_purchase', on)));
  const kinds = (kind: GreetingKind) => (maySeeOrders(ctx) ? dates(from, to).filter((on) => keep(kind, on)) : []);
  const ofProducts = productDays(ctx, { service: kinds('service_due'), guarantee: kinds('guarantee_end') });
  const buyers = withinReach(ctx, 'orders.read') ?? sql`true`;
  const visible = visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>());
  const { rows } = await sql<Day>`
    select x.id as "customerId", x.name, x.kind, x.on::text as on, x.years, x.products from (
      select customers.id, customers.name, 'birthday' as kind, kept.on, null::int as years, null as products from customers
      join jsonb_to_recordset(${birthdays}::jsonb)
        as kept (calendar text, month smallint, day smallint, "leapMonth" boolean, "on" date)
        on customers.birthday_month = kept.month and customers.birthday_day = kept.day
        and customers.birthday_calendar = kept.calendar and customers.birthday_leap = kept."leapMonth"
      where ${visible}
      union all
      select customers.id, customers.name, o.kind, kept.on, (kept.year - o.year)::int, null from customer_occasions o
      join jsonb_to_recordset(${occasions}::jsonb)
        as kept (calendar text, month smallint, day smallint, "leapMonth" boolean, "on" date, year int, kind text)
        on o.month = kept.month and o.day = kept.day and o.calendar = kept.calendar and o.leap = kept."leapMonth" and o.kind = kept.kind
      join customers on customers.workspace_id = o.workspace_id and customers.id = o.customer_id
      where o.workspace_id = ${ctx.workspace.id} and not o.sensitive and not o.once and ${visible}
      union all
      select customers.id, customers.name, 'first_purchase', kept.on, (extract(year from kept.on) - extract(year from s.first_on))::int, null
      from customer_statistics s
      join jsonb_to_recordset(${solar}::jsonb) as kept (month smallint, day smallint, "on" date)
        on extract(month from s.first_on) = kept.month and extract(day from s.first_on) = kept.day and s.first_on < kept.on - 300
      join customers on customers.workspace_id = s.workspace_id and customers.id = s.customer_id
      where s.workspace_id = ${ctx.workspace.id} and ${visible}
      union all
      select customers.id, customers.name, p.kind, p.on, null, p.products from (${ofProducts}) p
      join customers on customers.workspace_id = ${ctx.workspace.id} and customers.id = p.customer_id
      where ${visible} and ${buyers}) x
    where (${customerId ?? null}::uuid is null or x.id = ${customerId ?? null}::uuid)
    order by x.on, x.id, x.kind limit ${limit}`.execute(ctx.db);
  return rows;
}

function maySeeOrders(ctx: Ctx): boolean {
  return may(ctx.actor, 'orders.read');
}

function dates(from: CivilDate, to: CivilDate): CivilDate[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, days) => addDays(from, days));
}

/** One greeting for one day of a kind, however often it is prepared. */
export function stepOf({ kind, on }: { kind: string; on: string }): string {
  return `${kind} ${on}`;
}

async function preparedOf(ctx: Ctx, days: readonly Day[]) {
  const { rows } = await sql<{ customer_id: string; step: string; state: DueGreeting['state']; reason: string | null }>`
    select m.customer_id, m.step, m.state, m.reason from care_sendings d
    join care_messages m on m.workspace_id = d.workspace_id and m.sending_id = d.id and m.customer_id = any (${days.map(({ customerId }) => customerId)}::uuid[])
    where d.workspace_id = ${ctx.workspace.id} and d.sender = 'greeting' and m.step = any (${days.map(stepOf)}::text[])
    order by m.reason is distinct from 'stopped'`.execute(ctx.db);
  // What was taken back counts only where nothing was prepared since.
  return new Map(rows.map(({ customer_id: customer, step, ...message }) => [`${customer} ${step}`, message]));
}
