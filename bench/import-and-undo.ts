import { readFileSync } from 'node:fs';
import { finished, pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { load } from './load.ts';
import { sample } from './look-up.ts';
import { duration, timed, type Row } from './row.ts';
import { orderFile } from './shop.ts';
import type { Stage } from './stage.ts';

const tables = [
  'customers',
  'customer_search',
  'products',
  'orders',
  'order_lines',
  'purchase_days',
  'customer_statistics',
];

interface ImportView {
  id: string;
  state: string;
  counts: { rows: number; failed: number };
  changeSet: string | null;
}

/** As many order rows as the shop has customers, a fifth of them of unknown people; then the undo of it all. */
export async function importAndUndo(stage: Stage): Promise<Row[]> {
  const before = await watermark(stage);
  const memory = watchMemory(stage.product.pid);
  const phones = await sample(stage, 'phone');
  const began = performance.now();
  const started = await upload(stage, orderFile(stage.customers));
  const others = load(
    stage.product.url,
    phones.map((phone) => `/api/v1/customers?q=${encodeURIComponent(phone)}&limit=5`),
    { connections: 2, seconds: 10, headers: stage.headers },
  );
  const done = await settled(stage, started.id);
  const ours = performance.now() - began;
  if (done.state !== 'done' || done.counts.failed > 0 || !done.changeSet) throw new Error(JSON.stringify(done));
  const extra = memory.stop();
  const { p95 } = await others;
  // Classes and rhythms follow by themselves; neither the floor nor the undo should have to share the machine with them.
  await quiet(stage);
  const floor = await floorOf(stage, before);
  const undoBegan = performance.now();
  await post(stage, `/change-sets/${done.changeSet}/undo`);
  const undone = performance.now() - undoBegan;
  const rows = done.counts.rows.toLocaleString('en');
  const more = `, +${extra} MB, others' p95 ${duration(p95)}`;
  return [
    timed(`import of ${rows} order rows`, ours, floor.copy, '≤ 4×, +< 300 MB, others < 300 ms', more),
    timed('undo of that import', undone, floor.remove, '≤ 4×'),
  ];
}

async function upload(stage: Stage, lines: Iterable<string>): Promise<ImportView> {
  const parts: Blob[] = [];
  for (const line of lines) parts.push(new Blob([line]));
  const form = new FormData();
  form.set('kind', 'orders');
  form.set('file', new Blob(parts), 'orders.csv');
  const answer = await fetch(`${stage.product.url}/api/v1/imports`, {
    method: 'POST',
    headers: stage.headers,
    body: form,
  });
  const body = (await answer.json()) as ImportView;
  if (!answer.ok) throw new Error(JSON.stringify(body));
  return body;
}

async function settled(stage: Stage, id: string): Promise<ImportView> {
  for (;;) {
    const answer = await fetch(`${stage.product.url}/api/v1/imports/${id}`, { headers: stage.headers });
    const view = (await answer.json()) as ImportView;
    if (['done', 'failed'].includes(view.state)) return view;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Until everything that was to follow from what happened has followed. */
async function quiet(stage: Stage): Promise<void> {
  const waiting = async () => (await stage.sql.query('select 1 from outbox_deliveries limit 1')).rowCount === 1;
  while (await waiting()) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function post(stage: Stage, path: string): Promise<void> {
  const answer = await fetch(`${stage.product.url}/api/v1${path}`, { method: 'POST', headers: stage.headers });
  if (!answer.ok) throw new Error(await answer.text());
}

/** The rows there were before, so that the floor copies exactly what the import added. */
async function watermark(stage: Stage): Promise<Map<string, string>> {
  const marks = new Map<string, string>();
  for (const table of tables) {
    const { rows } = await stage.sql.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
    marks.set(table, rows[0]?.xid ?? '0');
  }
  return marks;
}

/**
 * COPY of the same rows into tables with the same columns, indexes and other rows as they had before, then DELETE of them
 * by their place: nobody writes or removes them for less.
 */
async function floorOf(stage: Stage, before: Map<string, string>): Promise<{ copy: number; remove: number }> {
  const { sql } = stage;
  await sql.query('drop schema if exists bench_floor cascade; create schema bench_floor');
  let copy = 0;
  let remove = 0;
  for (const table of tables) {
    await sql.query(`create table bench_floor.${table} (like public.${table} including defaults including indexes)`);
    const added = `xmin::text::bigint > (${before.get(table) ?? '0'}::bigint % 4294967296)`;
    await sql.query(`insert into bench_floor.${table} select * from public.${table} where not (${added})`);
    await sql.query(`vacuum analyze bench_floor.${table}`);
    const { rows } = await sql.query<{ pages: string }>(
      `select pg_relation_size('bench_floor.${table}') / current_setting('block_size')::int as pages`,
    );
    const chunks: Buffer[] = [];
    const out = sql.query(copyTo(`copy (select * from public.${table} where ${added}) to stdout (format binary)`));
    out.on('data', (chunk: Buffer) => chunks.push(chunk));
    await finished(out);
    const began = performance.now();
    await pipeline(Readable.from(chunks), sql.query(copyFrom(`copy bench_floor.${table} from stdin (format binary)`)));
    const copied = performance.now();
    await sql.query(`delete from bench_floor.${table} where ctid >= '(${rows[0]?.pages},0)'`);
    copy += copied - began;
    remove += performance.now() - copied;
  }
  await sql.query('drop schema bench_floor cascade');
  return { copy, remove };
}

/** Highest resident memory above the one at the start, in MB. */
function watchMemory(pid: number): { stop(): number } {
  const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  const start = resident();
  let highest = start;
  const timer = setInterval(() => (highest = Math.max(highest, resident())), 200);
  return {
    stop() {
      clearInterval(timer);
      return Math.round(highest - start);
    },
  };
}
