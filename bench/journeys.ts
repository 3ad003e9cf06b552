import { randomUUID } from 'node:crypto';
import { timed, type Row } from './row.ts';
import type { Stage } from './stage.ts';

const WAITING = 100_000;
const A_TENTH = 10;

/**
 * 100,000 people, or everybody of a smaller shop, wait in a journey: what it costs to know that nobody is due, beside the
 * same look in a shop where nobody waits; then a tenth of them comes due and takes a step, beside the plain statements that write the same rows.
 */
export async function journeys(stage: Stage): Promise<Row[]> {
  const step = randomUUID();
  const journey = await begin(stage, step);
  await fill(stage, journey, step);
  const waiting = Math.min(WAITING, stage.customers);
  const due = Math.round(waiting / A_TENTH);
  const looks = 200;
  const look = await repeated(looks, () => stage.sql.query(NEXT_DUE, [stage.workspaceId]));
  const floor = await repeated(looks, () => stage.sql.query(NEXT_DUE, [randomUUID()]));
  await stage.sql.query(
    `update care_journey_entries set due_at = now() where workspace_id = $1 and id = any (array(
       select id from care_journey_entries where workspace_id = $1 and journey_id = $2 order by id limit ${due}))`,
    [stage.workspaceId, journey],
  );
  const began = performance.now();
  await call(stage, `/care/journeys/${journey}/pause`);
  await call(stage, `/care/journeys/${journey}/resume`);
  while ((await passed(stage, journey)) < due) await new Promise((resolve) => setTimeout(resolve, 50));
  const walking = performance.now() - began;
  const writing = await floorOfWalk(stage, journey, due);
  await stage.sql.query('delete from care_journeys where workspace_id = $1 and id = $2', [stage.workspaceId, journey]);
  return [
    timed(`${looks} looks for who is due among ${waiting.toLocaleString('en')} who wait`, look, floor, '–'),
    timed(`a step for ${due.toLocaleString('en')} who came due`, walking, writing, '–'),
  ];
}

/** As `journeys/clock.ts` asks. */
const NEXT_DUE = `
  select min(first.due_at) as due from care_journeys j
  cross join lateral (select e.due_at from care_journey_entries e
    where e.workspace_id = j.workspace_id and e.journey_id = j.id and e.state = 'waiting' order by e.due_at limit 1) first
  where j.workspace_id = $1 and j.state = 'running'`;

async function begin(stage: Stage, step: string): Promise<string> {
  const wait = { id: step, kind: 'wait', wait: { kind: 'span', span: { amount: 300, unit: 'days' } } };
  const { id } = await call<{ id: string }>(stage, '/care/journeys', {
    name: 'bench',
    plan: { holdOutPercent: 0, steps: [wait] },
  });
  await call(stage, `/care/journeys/${id}/publish`);
  return id;
}

async function fill(stage: Stage, journey: string, step: string): Promise<void> {
  await stage.sql.query(
    `insert into care_journey_entries (workspace_id, id, journey_id, version, customer_id, cause, entered_at, entered_on,
       state, step, step_since, waits, due_at)
     select workspace_id, gen_random_uuid(), $2, 1, id, 'bench', now(), current_date, 'waiting', $3, now(), true, now() + interval '300 days'
     from customers where workspace_id = $1 and binned_at is null order by id limit ${WAITING}`,
    [stage.workspaceId, journey, step],
  );
  await stage.sql.query('vacuum analyze care_journey_entries');
}

async function passed(stage: Stage, journey: string): Promise<number> {
  const { rows } = await stage.sql.query(
    'select count(*)::int as n from care_journey_steps where workspace_id = $1 and journey_id = $2',
    [stage.workspaceId, journey],
  );
  return (rows[0] as { n: number }).n;
}

async function floorOfWalk(stage: Stage, journey: string, due: number): Promise<number> {
  const began = performance.now();
  const chosen = `select id from care_journey_entries where workspace_id = $1 and journey_id = $2 and state = 'waiting' order by id limit ${due}`;
  await stage.sql.query(
    `with chosen as (${chosen}), gone as (
       update care_journey_entries e set state = 'done', due_at = null, ended_at = now(), ended_why = 'done', step = null
       from chosen where e.workspace_id = $1 and e.id = chosen.id returning e.id)
     insert into care_journey_steps (workspace_id, entry_id, step, journey_id, outcome, at, day)
     select $1, id, gen_random_uuid(), $2, 'done', now(), current_date from gone`,
    [stage.workspaceId, journey],
  );
  return performance.now() - began;
}

async function repeated(times: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < times; n += 1) await work();
  return performance.now() - began;
}

async function call<T>(stage: Stage, path: string, body: object = {}): Promise<T> {
  const answer = await fetch(`${stage.product.url}/api/v1${path}`, {
    method: 'POST',
    headers: { ...stage.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
