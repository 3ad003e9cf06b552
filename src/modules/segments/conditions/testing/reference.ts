import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { addDays, dayIn } from '../../../../maths/calendar.ts';
import type { Tree } from '../rules/tree.ts';

type Plain = Record<string, unknown>;

interface Bought {
  day: string;
  net: number;
  lines: { product: string | null; category: string | null; quantity: number; amount: number }[];
}

/** Everything of one customer that a condition may ask for, as plain as it stands in the tables. */
export interface Facts {
  id: string;
  today: string;
  stage: string;
  kind: string;
  source: string | null;
  phone: string | null;
  tags: string[];
  custom: Plain;
  createdOn: string;
  orders: Bought[];
  visits: string[];
  consents: { channel: string; purpose: string; granted: boolean }[];
  noContact: boolean;
  valueClass: string | null;
}

/** What a tree asks for, by the plainest reading of it: one customer, one condition, one loop at a time. */
export function fits(facts: Facts, tree: Tree, segments: ReadonlyMap<string, Tree>): boolean {
  if ('and' in tree) return tree.and.every((one) => fits(facts, one, segments));
  if ('or' in tree) return tree.or.some((one) => fits(facts, one, segments));
  if ('not' in tree) return !fits(facts, tree.not, segments);
  const { field, value } = tree;
  if (field === 'segment') return (value as string[]).some((id) => fits(facts, segments.get(id) as Tree, segments));
  const answer = ANSWERS[field];
  if (!answer) throw new Error(`The reference does not know ${field}.`);
  return answer(facts, value as never);
}

interface Range {
  from?: number;
  to?: number;
}
type Window = { lastDays: number } | { moreDaysAgo: number } | { from?: string; to?: string };
interface Measured {
  within?: Window;
  times?: Range;
  spent?: Range;
  last?: Window;
}

const ANSWERS: Record<string, (facts: Facts, value: never) => boolean> = {
  stage: ({ stage }, value: string[]) => value.includes(stage),
  kind: ({ kind }, value: string[]) => value.includes(kind),
  source: ({ source }, value: string[] | null) =>
    value === null ? source === null : source !== null && value.includes(source),
  tag: ({ tags }, value: string[] | null) =>
    value === null ? tags.length === 0 : tags.some((one) => value.includes(one)),
  hasPhone: ({ phone }, value: boolean) => (phone !== null) === value,
  'custom.taste': ({ custom }, value: string[]) => value.includes(String(custom['taste'])),
  'custom.cups': ({ custom }, value: Range & { filled?: boolean }) => {
    const cups = custom['cups'];
    if (value.filled !== undefined) return (cups !== undefined) === value.filled;
    return cups !== undefined && between(Number(cups), value);
  },
  valueClass: ({ valueClass }, value: string[]) => valueClass !== null && value.includes(valueClass),
  purchaseDays: (facts, value: Range) => between(purchaseDays(facts).size, value),
  spent: (facts, value: Range) => between(sum([...purchaseDays(facts).values()]), value),
  lastOn: (facts, value: Window) => {
    const days = [...purchaseDays(facts).keys()].toSorted();
    const last = days.at(-1);
    return last !== undefined && inWindow(facts, last, value);
  },
  purchases: (facts, value: Measured & { products?: string[]; categories?: string[] }) =>
    measured(facts, boughtOf(facts, value), value),
  visits: (facts, value: Measured) =>
    measured(
      facts,
      facts.visits.map((day) => ({ day, amount: 0 })),
      value,
      facts.visits.length,
    ),
  onFile: (facts, value: Window) => inWindow(facts, facts.createdOn, value),
  noContact: ({ noContact }, value: boolean) => noContact === value,
  consent: ({ consents }, { channel, purpose, said }: { channel: string; purpose: string; said: string }) => {
    const last = consents.findLast((one) => one.channel === channel && one.purpose === purpose);
    return said === 'nothing' ? last === undefined : last !== undefined && last.granted === (said === 'yes');
  },
};

function boughtOf(facts: Facts, { products, categories }: { products?: string[]; categories?: string[] }) {
  if (!products && !categories) return [...purchaseDays(facts)].map(([day, amount]) => ({ day, amount }));
  return facts.orders
    .filter(({ net }) => net > 0)
    .flatMap(({ day, lines }) =>
      lines
        .filter(({ quantity }) => quantity > 0)
        .filter(
          ({ product, category }) =>
            (product !== null && products?.includes(product)) || (category !== null && categories?.includes(category)),
        )
        .map(({ amount }) => ({ day, amount })),
    );
}

function measured(
  facts: Facts,
  all: { day: string; amount: number }[],
  { within, times, spent, last }: Measured,
  everyRow?: number,
): boolean {
  const rows = within ? all.filter(({ day }) => inWindow(facts, day, within)) : all;
  if (last) {
    const newest = rows
      .map(({ day }) => day)
      .toSorted()
      .at(-1);
    return newest !== undefined && inWindow(facts, newest, last);
  }
  if (spent) return between(sum(rows.map(({ amount }) => amount)), spent);
  // Purchases count by days, visits one by one.
  const happened = everyRow === undefined ? new Set(rows.map(({ day }) => day)).size : rows.length;
  return between(happened, times ?? {});
}

/** Days with their money, where any was left. */
function purchaseDays({ orders }: Facts): Map<string, number> {
  const days = new Map<string, number>();
  for (const { day, net } of orders) days.set(day, (days.get(day) ?? 0) + net);
  return new Map([...days].filter(([, net]) => net > 0));
}

function inWindow({ today }: Facts, day: string, window: Window): boolean {
  if ('lastDays' in window) return day >= addDays(today, -window.lastDays) && day <= today;
  if ('moreDaysAgo' in window) return day < addDays(today, -window.moreDaysAgo);
  return (window.from === undefined || day >= window.from) && (window.to === undefined || day <= window.to);
}

function between(value: number, { from, to }: Range): boolean {
  return (from === undefined || value >= from) && (to === undefined || value <= to);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export async function readFacts(ctx: Ctx): Promise<Facts[]> {
  const workspace = ctx.workspace.id;
  const all = async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(ctx.db)).rows;
  const customers = await all(
    sql<{
      id: string;
      stage: string;
      kind: string;
      source: string | null;
      phone: string | null;
      tags: string[];
      custom: Plain;
      created_at: Date;
    }>`select * from customers where workspace_id = ${workspace} and binned_at is null`,
  );
  const orders = await all(
    sql<{ id: string; customer_id: string; day: string; state: string; total: number; back: number }>`
      select id, customer_id, day, state, total_base_minor::float8 as total, refunded_base_minor::float8 as back
      from orders where workspace_id = ${workspace}`,
  );
  const lines = await all(
    sql<{ order_id: string; product: string | null; category: string | null; quantity: number; amount: number }>`
      select l.order_id, l.product_id as product, coalesce(l.category, p.category) as category,
        l.quantity::float8 as quantity, l.total_minor::float8 as amount
      from order_lines l left join products p on p.workspace_id = l.workspace_id and p.id = l.product_id
      where l.workspace_id = ${workspace}`,
  );
  const visits = await all(
    sql<{ customer_id: string; day: string }>`select customer_id, day from visits where workspace_id = ${workspace}`,
  );
  const consents = await all(
    sql<{ customer_id: string; channel: string; purpose: string; granted: boolean }>`
      select customer_id, channel, purpose, granted from customer_consents where workspace_id = ${workspace}
      order by at, id`,
  );
  const restricted = await all(
    sql<{ customer_id: string }>`
      select customer_id from customer_restrictions where workspace_id = ${workspace} and kind = 'contact'`,
  );
  const classes = await all(
    sql<{ customer_id: string; key: string }>`
      select customer_id, key from class_members where workspace_id = ${workspace} and scheme = 'value-matrix'`,
  );
  return customers.map(({ id, created_at: createdAt, ...card }) => ({
    ...card,
    id,
    today: ctx.today,
    createdOn: dayIn(ctx.workspace.zone, createdAt),
    orders: orders
      .filter((one) => one.customer_id === id && one.state === 'placed')
      .map((one) => ({
        day: one.day,
        net: one.total - one.back,
        lines: lines.filter((line) => line.order_id === one.id),
      })),
    visits: visits.filter((one) => one.customer_id === id).map(({ day }) => day),
    consents: consents.filter((one) => one.customer_id === id),
    noContact: restricted.some((one) => one.customer_id === id),
    valueClass: classes.find((one) => one.customer_id === id)?.key ?? null,
  }));
}
