import { readdirSync, readFileSync } from 'node:fs';
import { startTestCluster } from '../src/kernel/testing/cluster.ts';
import { timed, type Row } from './row.ts';
import type { Stage } from './stage.ts';

/** How long the product takes to its first answer with this shop, beside PostgreSQL alone, and what both hold at rest. */
export async function atRest(stage: Stage): Promise<Row[]> {
  const alone = performance.now();
  const cluster = await startTestCluster();
  const floor = performance.now() - alone;
  await cluster.stop();
  await stage.product.crash();
  const began = performance.now();
  await stage.product.startAgain();
  const answer = await fetch(`${stage.product.url}/api/v1/customers?limit=50`, { headers: stage.headers });
  if (!answer.ok) throw new Error(await answer.text());
  const started = performance.now() - began;
  const { rows } = await stage.sql.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = parentOf(rows[0]?.pid ?? 0);
  const postgres = [postmaster, ...childrenOf(postmaster)].reduce((sum, pid) => sum + megabytes(pid), 0);
  const server = megabytes(stage.product.pid);
  return [
    timed('start until the first page of customers', started, floor, '< 5 s'),
    {
      what: 'memory at rest, server + PostgreSQL',
      ours: `${Math.round(server)} + ${Math.round(postgres)} MB`,
      floor: '–',
      ratio: '–',
      aim: '< 350 MB',
    },
  ];
}

/** What a process holds, a shared page divided among those who share it. */
function megabytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    // It ended between being listed and being read.
    return 0;
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return parentOf(pid) === parent;
      } catch {
        return false;
      }
    });
}
