import { sql } from 'kysely';
import { addDays } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { nextOccurrence } from '../../customers/index.ts';
import { expiryOf } from '../programme/rules/expiry.ts';
import { pointsForOrder, type OrderFacts } from '../programme/rules/order-points.ts';
import { levelNamed, versionOn, type Version } from '../programme/programme.ts';
import { earlier, post, type Account, type Books } from './books.ts';
import { give, takeBack } from './rules/postings.ts';

/** What an order gives by now, and what of it is posted. */
interface OrderPoints {
  orderId: string;
  customerId: string;
  programmeId: string;
  day: string;
  tier: string | null;
  birthdayOn: string | null;
  allowance: number | null;
  ripeOn: string;
  points: number;
  posted: number;
  netMinor: bigint;
}

/** Points reckoned and not posted yet, and the next day on which some become usable. */
export interface Waiting {
  rows: OrderPoints[];
  nextRipe: Map<string, string>;
  versions: readonly Version[];
}

/**
 * Reckons the points of orders that are new or of which something else is left than before. Answers all that is not
 * posted; `ripen` posts what is due and writes the rows.
 */
export async function reckonOrders(ctx: Ctx, books: Books, versions: readonly Version[]): Promise<Waiting> {
  const ids = [...books.accounts.keys()];
  const orders = await changedOrders(ctx, ids, versions[0]?.fromDay ?? ctx.today);
  const birthdays = orders.some(({ before }) => before === null) ? await birthdaysOf(ctx, ids) : new Map();
  const sameDay = await pointsOfDays(ctx, orders);
  const rows: OrderPoints[] = [];
  for (const order of orders) {
    const version = order.before
      ? versions.find(({ id }) => id === order.before?.programmeId)
      : versionOn(versions, order.day);
    const account = books.accounts.get(order.customerId);
    if (!version || !account) continue;
    const row = order.before ?? firstSight(order, version, account, birthdays.get(order.customerId), sameDay);
    row.points = pointsNow(version, order, row);
    row.netMinor = order.netMinor;
    if (!order.before) addTo(sameDay, `${row.customerId} ${row.day}`, row.points);
    rows.push(row);
  }
  return withThoseWaiting(ctx, ids, rows, versions);
}

/** Posts what is due of what is waiting, the oldest first, and writes down where each order stands. */
export async function ripenAndWrite(ctx: Ctx, books: Books, waiting: Waiting): Promise<void> {
  ripen(ctx, books, waiting);
  await writeRows(ctx, waiting.rows);
}

function ripen(ctx: Ctx, books: Books, { rows, nextRipe, versions }: Waiting): void {
  for (const row of rows.sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const account = books.accounts.get(row.customerId);
    if (!account || row.points === row.posted) continue;
    // Points that were posted once are taken back at once; only new ones wait.
    if (row.points > row.posted && row.ripeOn > ctx.today) {
      nextRipe.set(row.customerId, earlier(nextRipe.get(row.customerId) ?? null, row.ripeOn) as string);
      continue;
    }
    row.posted += postDifference(books, account, row, versions);
  }
}

function postDifference(books: Books, account: Account, row: OrderPoints, versions: readonly Version[]): number {
  const { orderId, programmeId } = row;
  const more = row.points - row.posted;
  const holding = { debt: account.debt, lots: account.lots ?? [] };
  const facts = { source: 'order', orderId, programmeId } as const;
  if (more < 0) {
    post(books, account, takeBack(holding, -more, orderId), { ...facts, kind: 'take_back' });
    return more;
  }
  const version = versions.find(({ id }) => id === programmeId);
  const expiresOn = version ? expiryOf(version.rules.expiry, row.day) : null;
  const posting = give(holding, more, { expiresOn, orderId });
  if ('refused' in posting) return 0;
  post(books, account, posting, { ...facts, kind: 'earn' });
  return more;
}

function pointsNow(version: Version, order: ChangedOrder, { tier, birthdayOn, allowance }: OrderPoints): number {
  const tierTimes = levelNamed(version, tier)?.times ?? '1';
  const points = pointsForOrder(version.rules, version.perMinor, version.minimumMinor, order, {
    tierTimes,
    birthdayOn,
  });
  return allowance === null ? points : Math.min(points, allowance);
}

function firstSight(
  { id: orderId, customerId, day, netMinor }: ChangedOrder,
  version: Version,
  account: Account,
  birthday: Parameters<typeof nextOccurrence>[0] | undefined,
  sameDay: Map<string, number>,
): OrderPoints {
  const { maxPerDay } = version.rules.earn;
  const used = sameDay.get(`${customerId} ${day}`) ?? 0;
  return {
    orderId,
    customerId,
    programmeId: version.id,
    day,
    tier: account.tier,
    birthdayOn: birthday ? nextOccurrence(birthday, addDays(day, -180)) : null,
    allowance: maxPerDay === null ? null : Math.max(0, maxPerDay - used),
    ripeOn: addDays(day, version.rules.pendingDays),
    points: 0,
    posted: 0,
    netMinor,
  };
}

interface ChangedOrder extends OrderFacts {
  id: string;
  customerId: string;
  before: OrderPoints | null;
}

/** Orders since the programme began whose net is not what it was, and rows of orders that are gone or somebody else's. */
async function changedOrders(ctx: Ctx, ids: readonly string[], since: string): Promise<ChangedOrder[]> {
  const { rows } = await sql<Omit<ChangedOrder, 'lines' | 'before'> & { before: RawRow | null; gone: boolean }>`
    with theirs as (
      select o.id, o.customer_id, o.day, o.store, o.channel, o.total_minor,
        case when o.state = 'cancelled' or o.total_base_minor is null then 0
          else o.total_base_minor - o.refunded_base_minor end as net_minor
      from orders o
      where o.workspace_id = ${ctx.workspace.id} and o.customer_id = any (${[...ids]}::uuid[]) and o.day >= ${since}::date
    )
    select o.id, o.customer_id as "customerId", o.day, o.store, o.channel, o.total_minor as "totalMinor",
      o.net_minor as "netMinor", ${BEFORE} as before, false as gone
    from theirs o
    left join loyalty_order_points p on p.workspace_id = ${ctx.workspace.id} and p.order_id = o.id
      and p.customer_id = o.customer_id
    where p.order_id is null or p.net_minor <> o.net_minor
    union all
    select p.order_id, p.customer_id, p.day, null, null, 0, 0, ${BEFORE}, true
    from loyalty_order_points p
    where p.workspace_id = ${ctx.workspace.id} and p.customer_id = any (${[...ids]}::uuid[]) and p.net_minor <> 0
      and not exists (select from theirs o where o.id = p.order_id and o.customer_id = p.customer_id)
    order by 3, 1`.execute(ctx.db);
  const lines = await linesOf(
    ctx,
    rows.flatMap(({ id, gone }) => (gone ? [] : [id])),
  );
  return rows.map(({ gone: _gone, before, ...row }) => {
    return { ...row, lines: lines.get(row.id) ?? [], before: before && rowOf(before) };
  });
}

type RawRow = Record<keyof OrderPoints, string | number | null>;

const BEFORE = sql`case when p.order_id is not null then jsonb_build_object('orderId', p.order_id, 'customerId', p.customer_id,
  'programmeId', p.programme_id, 'day', p.day, 'tier', p.tier, 'birthdayOn', p.birthday_on, 'allowance', p.allowance,
  'ripeOn', p.ripe_on, 'points', p.points, 'posted', p.posted, 'netMinor', p.net_minor::text) end`;

function rowOf(raw: RawRow): OrderPoints {
  return { ...(raw as unknown as OrderPoints), netMinor: BigInt(raw.netMinor as string) };
}

async function linesOf(ctx: Ctx, orderIds: readonly string[]): Promise<Map<string, OrderFacts['lines'][number][]>> {
  const found = new Map<string, OrderFacts['lines'][number][]>();
  if (orderIds.length === 0) return found;
  const { rows } = await sql<{ orderId: string; sku: string | null; category: string | null; totalMinor: bigint }>`
    select l.order_id as "orderId", l.sku, coalesce(l.category, p.category) as category, l.total_minor as "totalMinor"
    from order_lines l
    left join products p on p.workspace_id = l.workspace_id and p.id = l.product_id
    where l.workspace_id = ${ctx.workspace.id} and l.order_id = any (${[...orderIds]}::uuid[])
    order by l.order_id, l.line_no`.execute(ctx.db);
  for (const { orderId, ...line } of rows) {
    const lines = found.get(orderId);
    if (lines) lines.push(line);
    else found.set(orderId, [line]);
  }
  return found;
}

/** What other orders of the same customers and days give already. */
async function pointsOfDays(ctx: Ctx, orders: readonly ChangedOrder[]): Promise<Map<string, number>> {
  const fresh = orders.filter(({ before }) => before === null);
  if (fresh.length === 0) return new Map();
  const { rows } = await sql<{ place: string; points: bigint }>`
    select customer_id || ' ' || day as place, sum(points)::int8 as points from loyalty_order_points
    where workspace_id = ${ctx.workspace.id} and (customer_id, day) in (
      select * from unnest(${fresh.map((one) => one.customerId)}::uuid[], ${fresh.map((one) => one.day)}::date[]))
    group by 1`.execute(ctx.db);
  return new Map(rows.map(({ place, points }) => [place, Number(points)]));
}

async function birthdaysOf(ctx: Ctx, ids: readonly string[]) {
  const { rows } = await sql<{
    id: string;
    calendar: 'solar' | 'lunar';
    month: number;
    day: number;
    leapMonth: boolean;
  }>`
    select id, birthday_calendar as calendar, birthday_month as month, birthday_day as day, birthday_leap as "leapMonth"
    from customers
    where workspace_id = ${ctx.workspace.id} and id = any (${[...ids]}::uuid[])
      and birthday_calendar is not null and birthday_month is not null and birthday_day is not null`.execute(ctx.db);
  return new Map(rows.map(({ id, ...birthday }) => [id, birthday]));
}

async function withThoseWaiting(
  ctx: Ctx,
  ids: readonly string[],
  rows: OrderPoints[],
  versions: readonly Version[],
): Promise<Waiting> {
  const known = new Set(rows.map(({ orderId }) => orderId));
  const waiting = await sql<{ row: RawRow }>`
    select ${BEFORE} as row from loyalty_order_points p
    where p.workspace_id = ${ctx.workspace.id} and p.customer_id = any (${[...ids]}::uuid[]) and p.points <> p.posted
    order by p.day, p.order_id`.execute(ctx.db);
  const others = waiting.rows.map(({ row }) => rowOf(row)).filter(({ orderId }) => !known.has(orderId));
  return { rows: [...rows, ...others], nextRipe: new Map(), versions };
}

async function writeRows(ctx: Ctx, rows: readonly OrderPoints[]): Promise<void> {
  if (rows.length === 0) return;
  const of = <Value>(pick: (row: OrderPoints) => Value) => rows.map(pick);
  await sql`
    insert into loyalty_order_points (workspace_id, order_id, customer_id, programme_id, day, tier, birthday_on, allowance,
      ripe_on, points, posted, net_minor)
    select ${ctx.workspace.id}, * from unnest(${of((row) => row.orderId)}::uuid[], ${of((row) => row.customerId)}::uuid[],
      ${of((row) => row.programmeId)}::uuid[], ${of((row) => row.day)}::date[], ${of((row) => row.tier)}::text[],
      ${of((row) => row.birthdayOn)}::date[], ${of((row) => row.allowance)}::int8[], ${of((row) => row.ripeOn)}::date[],
      ${of((row) => row.points)}::int8[], ${of((row) => row.posted)}::int8[], ${of((row) => row.netMinor)}::int8[])
    on conflict (workspace_id, order_id, customer_id) do update set points = excluded.points, posted = excluded.posted,
      net_minor = excluded.net_minor`.execute(ctx.db);
}

function addTo(sums: Map<string, number>, key: string, more: number): void {
  sums.set(key, (sums.get(key) ?? 0) + more);
}
