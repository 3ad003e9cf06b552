import { openDatabase } from '../src/kernel/db/database.ts';
import { asSystem, command, workspaceById } from '../src/kernel/enter.ts';
import { divideShop } from '../src/modules/segments/index.ts';
import { duration, timed, type Row } from './row.ts';
import type { Stage } from './stage.ts';

const TIMES = 15;
const ORDERS = 20;

/** A segment while somebody types its conditions, beside the SQL by hand; and what follows one order, until all stands. */
export async function segments(stage: Stage): Promise<Row[]> {
  await beLate(stage);
  await divide(stage);
  const preview = await previews(stage);
  return [preview, ...(await afterOrders(stage))];
}

async function divide(stage: Stage): Promise<void> {
  const database = openDatabase(stage.product.database, 2);
  const workspace = await workspaceById(database, stage.workspaceId);
  if (!workspace) throw new Error('No workspace.');
  await command(database, asSystem(workspace), divideShop);
  await database.close();
  await stage.sql.query('vacuum analyze class_members');
}

/** Regulars who came every month and have not come for ten weeks: in a shop just filled nobody is late. */
async function beLate(stage: Stage): Promise<void> {
  for (let n = 0; n < ORDERS; n += 1) {
    const { id } = await call<{ id: string }>(stage, '/customers', { name: `迟到的客人${n} ${Date.now()}` });
    for (let month = 8; month >= 0; month -= 1)
      await call(stage, '/orders', {
        source: 'bench',
        externalId: `late ${id} ${month}`,
        customer: { id },
        placedAt: new Date(Date.now() - (70 + 30 * month) * 86_400_000).toISOString(),
        total: '120.00',
        lines: [],
      });
  }
  const until = Date.now() + 60_000;
  while ((await lateCustomers(stage)).length < ORDERS) {
    if (Date.now() > until) throw new Error('Nobody became late.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function lateCustomers(stage: Stage): Promise<string[]> {
  const { rows } = await stage.sql.query<{ id: string }>(
    `select a.customer_id as id from retention_alerts a
     where a.workspace_id = $1 and a.kind = 'late' and a.settled_on is null order by a.id desc limit $2`,
    [stage.workspaceId, ORDERS],
  );
  return rows.map(({ id }) => id);
}

/** The card says rock tea, two purchases in so many days, class best: how many (to 10,000) and ten of them. */
async function previews(stage: Stage): Promise<Row> {
  const { rows: known } = await stage.sql.query<{ id: string; key: string }>(
    `select f.id, v.key from customer_fields f join customer_field_values v on v.workspace_id = f.workspace_id
       and v.field_id = f.id where f.workspace_id = $1 and f.key = 'tea' limit 1`,
    [stage.workspaceId],
  );
  const tea = known[0];
  if (!tea) throw new Error('No tea.');
  const [ours, floor]: [number[], number[]] = [[], []];
  for (let n = 0; n < TIMES; n += 1) {
    const days = 60 + n;
    const began = performance.now();
    const { count } = await call<{ count: { value: number } }>(stage, '/segments/preview', {
      condition: {
        and: [
          { field: 'custom.tea', value: [tea.key] },
          { field: 'purchases', value: { within: { lastDays: days }, times: { from: 2 } } },
          { field: 'valueClass', value: ['best'] },
        ],
      },
    });
    ours.push(performance.now() - began);
    const from = performance.now();
    const found = await byHand(stage, tea, days);
    floor.push(performance.now() - from);
    if (found !== count.value) throw new Error(`${count.value} of the product, ${found} by hand.`);
  }
  return timed('preview of a segment of 3 conditions', median(ours), median(floor), '≤ 2×');
}

async function byHand(stage: Stage, tea: { id: string; key: string }, days: number): Promise<number> {
  const fitting = `
    from customer_field_values v
    join class_members m on m.workspace_id = v.workspace_id and m.scheme = 'value-matrix' and m.key = 'best'
      and m.customer_id = v.customer_id
    join customers c on c.workspace_id = v.workspace_id and c.id = v.customer_id and c.binned_at is null
    where v.workspace_id = $1 and v.field_id = $2 and v.key = $3
      and (select count(*) from purchase_days p where p.workspace_id = v.workspace_id and p.customer_id = v.customer_id
        and p.day >= (now() at time zone 'Asia/Shanghai')::date - $4::int) >= 2`;
  const given = [stage.workspaceId, tea.id, tea.key, days];
  const { rows } = await stage.sql.query<{ count: number }>(
    `select count(*)::int as count from (select 1 ${fitting} limit 10001) found`,
    given,
  );
  await stage.sql.query(
    `select c.id, c.name, c.phone, c.stage, s.spent_minor, s.last_on from customers c
     join customer_statistics s on s.workspace_id = c.workspace_id and s.customer_id = c.id
     where c.workspace_id = $1 and c.id in (select v.customer_id ${fitting} limit 10)`,
    given,
  );
  return Math.min(10_000, rows[0]?.count ?? 0);
}

/** Somebody who is late buys: they are in the segment, their alert is settled, their class knows the day. */
async function afterOrders(stage: Stage): Promise<Row[]> {
  const { id } = await call<{ id: string }>(stage, '/segments', {
    name: `bench ${Date.now()}`,
    condition: { field: 'purchases', value: { within: { lastDays: 0 }, times: { from: 1 } } },
  });
  const waits: number[][] = [];
  for (const customerId of await lateCustomers(stage)) waits.push(await afterOrder(stage, customerId, id));
  return ['its member row', 'its alert settled', 'its class told'].map((what, n): Row => {
    const each = waits.map((one) => one[n] ?? 0);
    const ours = `${duration(median(each))}, at worst ${duration(Math.max(...each))}`;
    return { what: `after one order: ${what}`, ours, floor: '–', ratio: '–', aim: '< 1 s' };
  });
}

/** Milliseconds from the order's departure, for each of the three. */
async function afterOrder(stage: Stage, customerId: string, segmentId: string): Promise<number[]> {
  const began = performance.now();
  await call(stage, '/orders', {
    source: 'bench',
    externalId: `after ${customerId}`,
    customer: { id: customerId },
    placedAt: new Date().toISOString(),
    total: '120.00',
    lines: [],
  });
  const seen: (number | undefined)[] = [undefined, undefined, undefined];
  while (seen.includes(undefined)) {
    const { rows } = await stage.sql.query<{ member: boolean; alert: boolean; class: boolean }>(
      `select exists (select 1 from segment_members where workspace_id = $1 and segment_id = $3 and customer_id = $2) as member,
         not exists (select 1 from retention_alerts where workspace_id = $1 and customer_id = $2 and kind = 'late'
           and settled_on is null) as alert,
         exists (select 1 from class_members where workspace_id = $1 and scheme = 'value-matrix' and customer_id = $2
           and last_on >= (now() at time zone 'Asia/Shanghai')::date - 1) as class`,
      [stage.workspaceId, customerId, segmentId],
    );
    const [now] = rows;
    const passed = performance.now() - began;
    if (passed > 30_000) throw new Error('Nothing followed the order for half a minute.');
    for (const [n, there] of [now?.member, now?.alert, now?.class].entries()) if (there) seen[n] ??= passed;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return seen.map((one) => one ?? 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function call<Answer>(stage: Stage, path: string, body: object): Promise<Answer> {
  const answer = await fetch(`${stage.product.url}/api/v1${path}`, {
    method: 'POST',
    headers: { ...stage.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Answer;
}
