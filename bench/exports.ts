import { finished } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import { duration, timed, type Row } from './row.ts';
import type { Stage } from './stage.ts';

/** Every customer as CSV over HTTP, beside COPY TO of the cards and their statistics. */
export async function exports(stage: Stage): Promise<Row[]> {
  const floorBegan = performance.now();
  const out = stage.sql.query(
    copyTo(`copy (select c.*, s.orders, s.first_on, s.last_on, s.spent_minor from customers c
      left join customer_statistics s on s.workspace_id = c.workspace_id and s.customer_id = c.id
      where c.workspace_id = '${stage.workspaceId}') to stdout (format csv)`),
  );
  out.resume();
  await finished(out);
  const floor = performance.now() - floorBegan;
  const began = performance.now();
  const answer = await fetch(`${stage.product.url}/api/v1/exports/customers?format=csv`, { headers: stage.headers });
  if (!answer.ok || !answer.body) throw new Error(await answer.text());
  let first = 0;
  let lines = 0;
  for await (const chunk of answer.body) {
    first ||= performance.now() - began;
    for (const byte of chunk) lines += byte === 10 ? 1 : 0;
  }
  const ours = performance.now() - began;
  if (lines < stage.customers) throw new Error(`${lines} lines for ${stage.customers} customers.`);
  const what = `export of ${(lines - 1).toLocaleString('en')} customers as CSV`;
  return [timed(what, ours, floor, '≤ 4×, first byte < 1 s', `, first byte ${duration(first)}`)];
}
