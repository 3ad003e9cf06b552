import { PgBoss } from 'pg-boss';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Ctx } from '../context.ts';
import { APPLICATION_ROLE } from '../db/database.ts';
import type { Job } from './jobs.ts';

export interface EnqueueOptions {
  /** At most one waiting or running job with this key. */
  singletonKey?: string;
  startAfter?: Date;
}

export interface JobQueue {
  /** Queues in the running transaction of `ctx`: nothing is queued unless the command commits. */
  enqueue<Input>(ctx: Ctx, job: Job<Input>, input: Input, options?: EnqueueOptions): Promise<void>;
  /** Starts taking jobs; the handler gets one at a time per queue. */
  work(jobs: readonly Job[], handle: (job: Job, data: QueuedJob, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Puts jobs of a backup into the queue, in the transaction of `client`; those of kinds no longer known are left out. */
  requeue(client: pg.ClientBase, jobs: readonly KeptJob[]): Promise<void>;
  stop(): Promise<void>;
}

/** Jobs that have still to run; one that is running belongs to them, as it would after a crash. */
export const PENDING_JOBS = `select name, data, singleton_key, start_after from pgboss.job
  where state in ('created', 'retry', 'active')`;

export interface KeptJob {
  name: string;
  data: object;
  singleton_key: string | null;
  start_after: Date;
}

export interface QueuedJob {
  workspaceId: string;
  input: unknown;
}

/** New jobs are told at once; those planned for an hour begin at most so many seconds after it. */
const LATEST_SECONDS = 5;

/** pg-boss in its own schema. A job whose worker dies is handed out again when its heartbeat stays away. */
export async function openQueue(
  settings: pg.PoolConfig,
  jobs: readonly Job[],
  supervise: boolean,
  log: Logger,
): Promise<JobQueue> {
  const boss = new PgBoss({
    ...bossSettings(settings),
    schema: 'pgboss',
    max: 4,
    useListenNotify: true,
    supervise,
    schedule: false,
    monitorVacuum: false,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  const stop = () => boss.stop({ graceful: true, timeout: 10_000, close: true });
  try {
    await boss.start();
    await makeQueues(boss, jobs);
    await letApplicationQueue(settings);
  } catch (error) {
    // What it has begun would keep the process alive.
    await stop().catch(() => undefined);
    throw error;
  }

  return {
    async enqueue(ctx, job, input, options = {}) {
      const client = ctx.client;
      if (!client) throw new Error('Jobs are queued in commands, not in queries.');
      const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
      await boss.send(job.name, { workspaceId: ctx.workspace.id, input: job.input.parse(input) } as object, {
        ...options,
        db,
      });
    },
    async work(jobs, handle) {
      for (const job of jobs) {
        const options = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: LATEST_SECONDS };
        const worker: string = await boss.work<QueuedJob>(job.name, options, async (batch) => {
          // Without this the next of those that wait already is fetched only at the next poll.
          boss.notifyWorker(worker);
          for (const one of batch) await handle(job, one.data, one.signal);
        });
      }
    },
    async requeue(client, kept) {
      const known = new Set(jobs.map((job) => job.name));
      const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
      for (const one of kept.filter((job) => known.has(job.name))) {
        const singleton = one.singleton_key === null ? {} : { singletonKey: one.singleton_key };
        await boss.send(one.name, one.data, { ...singleton, startAfter: one.start_after, db });
      }
    },
    stop,
  };
}

async function makeQueues(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name));
  for (const job of jobs.filter(({ name }) => !known.has(name))) {
    await boss.createQueue(job.name, {
      policy: 'standard',
      notify: true,
      heartbeatSeconds: 30,
      expireInSeconds: 23 * 3600,
      retryLimit: 5,
      retryBackoff: true,
      deleteAfterSeconds: 7 * 86_400,
    });
  }
}

function bossSettings(settings: pg.PoolConfig) {
  const { connectionString, host, port, user, password, database } = settings;
  return {
    ...(connectionString ? { connectionString } : {}),
    ...(host ? { host } : {}),
    ...(port ? { port } : {}),
    ...(user ? { user } : {}),
    ...(typeof password === 'string' ? { password } : {}),
    ...(database ? { database } : {}),
  };
}

async function letApplicationQueue(settings: pg.PoolConfig): Promise<void> {
  const client = new pg.Client(settings);
  await client.connect();
  try {
    await client.query(`grant usage on schema pgboss to ${APPLICATION_ROLE};
      grant select, insert, update, delete on all tables in schema pgboss to ${APPLICATION_ROLE};
      grant execute on all functions in schema pgboss to ${APPLICATION_ROLE}`);
  } finally {
    await client.end();
  }
}
