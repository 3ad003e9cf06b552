import { duration, timed, type Row } from './row.ts';
import type { Stage } from './stage.ts';

const BATCH = 10_000;

/**
 * A tag for a tenth of all customers over HTTP, and its undo, beside the plain statements that write the same rows:
 * tags of the cards, their rows in customer_tags, the earlier values, a line on each timeline.
 */
export async function bulk(stage: Stage): Promise<Row[]> {
  const wanted = Math.round(stage.customers / 10);
  await mark(stage, wanted);
  const began = performance.now();
  const started = await call<{ id: string; changeSet: string; counts: { toChange: number } }>(
    stage,
    '/customers/bulk',
    {
      target: { filter: JSON.stringify({ source: 'bulk' }) },
      change: { addTags: ['bench'] },
    },
  );
  let view: { state: string; changed: number };
  do {
    await new Promise((resolve) => setTimeout(resolve, 50));
    view = await call(stage, `/customers/bulk/${started.id}`);
  } while (view.state === 'queued' || view.state === 'running');
  const tagging = performance.now() - began;
  if (view.state !== 'done' || view.changed !== wanted) throw new Error(`Tagged ${view.changed} of ${wanted}.`);
  const from = performance.now();
  const { reversed } = await call<{ reversed: number }>(stage, `/change-sets/${started.changeSet}/undo`, {});
  const undoing = performance.now() - from;
  if (reversed !== wanted) throw new Error(`Took back ${reversed} of ${wanted}.`);
  for (const table of ['customers', 'customer_tags']) await stage.sql.query(`vacuum analyze ${table}`);
  const [write, takeBack] = [await floorOfTagging(stage), await floorOfUndo(stage)];
  const many = wanted.toLocaleString('en');
  return [
    timed(
      `a tag for ${many} customers`,
      tagging,
      write,
      '–',
      `, ${duration(tagging / Math.ceil(wanted / BATCH))} a batch`,
    ),
    timed('undo of it', undoing, takeBack, '–'),
  ];
}

/** Whom the bench means. */
async function mark(stage: Stage, wanted: number): Promise<void> {
  await stage.sql.query(
    `update customers set source = 'bulk' where workspace_id = $1 and id in (
       select id from customers where workspace_id = $1 and binned_at is null order by id limit $2)`,
    [stage.workspaceId, wanted],
  );
  await stage.sql.query('vacuum analyze customers');
}

async function floorOfTagging(stage: Stage): Promise<number> {
  const began = performance.now();
  const set = '019ab000-0000-7000-8000-00000000be0c';
  const run = (text: string) => stage.sql.query(text, [stage.workspaceId]);
  await run(`insert into change_sets (workspace_id, id, kind, title, state, undo_needs, created_by_name, created_at)
    values ($1, '${set}', 'bench', 'bench', 'done', 'customers.edit', 'bench', now())`);
  await run(`insert into change_set_updates (workspace_id, change_set_id, entity, entity_id, before, version_after)
    select workspace_id, '${set}', 'bench', id, jsonb_build_object('tags', tags), version + 1
    from customers where workspace_id = $1 and source = 'bulk'`);
  await run(`update customers set tags = tags || '{bench}', version = version + 1, updated_at = now()
    where workspace_id = $1 and source = 'bulk'`);
  await run(`insert into customer_tags (workspace_id, tag, customer_id)
    select workspace_id, 'bench', id from customers where workspace_id = $1 and source = 'bulk'`);
  await run(`insert into customer_changes (workspace_id, customer_id, id, at, kind, fields, by_kind, by_name)
    select workspace_id, id, gen_random_uuid(), now(), 'changed', '{"tags":{"old":[],"new":["bench"]}}', 'key', 'bench'
    from customers where workspace_id = $1 and source = 'bulk'`);
  return performance.now() - began;
}

async function floorOfUndo(stage: Stage): Promise<number> {
  const began = performance.now();
  const run = (text: string) => stage.sql.query(text, [stage.workspaceId]);
  await run(`update customers set tags = array_remove(tags, 'bench'), version = version + 1, updated_at = now()
    where workspace_id = $1 and source = 'bulk'`);
  await run(`delete from customer_tags where workspace_id = $1 and tag = 'bench'`);
  return performance.now() - began;
}

async function call<Answer>(stage: Stage, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${stage.product.url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { ...stage.headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Answer;
}
