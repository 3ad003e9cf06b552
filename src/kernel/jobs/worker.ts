import { sealWaiting } from '../audit-seal.ts';
import { asSystem, command, workspaceById } from '../enter.ts';
import type { House } from '../house.ts';
import { deliverDue } from './dispatch.ts';
import type { Job } from './jobs.ts';
import { queueNights, queueStart } from './nights.ts';
import type { QueuedJob } from './queue.ts';

export interface Worker {
  stop(): Promise<void>;
}

/** Takes jobs, delivers events and seals the log soon after commits, and queues nightly jobs when a shop's day begins. */
export async function startWorker(house: House, jobs: readonly Job[]): Promise<Worker> {
  await house.jobs.work(jobs, (job, data, signal) => runJob(house, job, data, signal));
  await queueStart(
    house,
    jobs.filter((job) => job.atStart),
  );
  const stopping = new AbortController();
  // What concerns a whole shop may take minutes; what follows one order runs beside it.
  const lanes = (['few', 'many'] as const).map((lane) => ({ lane, wake: house.live.onAny('outbox') }));
  const loops = [
    ...lanes.map(({ lane, wake }) => repeat(stopping.signal, house, 1_000, () => deliverDue(house, lane), wake.next)),
    repeat(stopping.signal, house, 2_000, () => sealWaiting(house)),
    repeat(stopping.signal, house, 60_000, () =>
      queueNights(
        house,
        jobs.filter((job) => job.nightly),
      ).then(() => 0),
    ),
  ];
  return {
    async stop() {
      stopping.abort();
      for (const { wake } of lanes) wake.close();
      await Promise.all(loops);
    },
  };
}

export async function runJob(house: House, job: Job, data: QueuedJob, signal: AbortSignal): Promise<void> {
  const workspace = await workspaceById(house.database, data.workspaceId);
  if (!workspace) return;
  const input = job.input.parse(data.input);
  const step = <T>(work: Parameters<typeof command<T>>[2]) => command(house.database, asSystem(workspace), work);
  if (job.run.kind === 'short') {
    const { call } = job.run;
    await step((ctx) => call(ctx, input));
  } else {
    await job.run.call({ house, workspaceId: workspace.id, signal, step }, input);
  }
}

/** Calls `work` again at once while it finds something, else after a wake-up or `idle` milliseconds. */
async function repeat(
  signal: AbortSignal,
  house: House,
  idle: number,
  work: () => Promise<number>,
  wake?: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    let found = 0;
    try {
      found = await work();
    } catch (error) {
      house.log.warn({ err: error }, 'worker loop');
    }
    if (found > 0) continue;
    await Promise.race([aborted(signal, idle), ...(wake ? [wake()] : [])]);
  }
}

function aborted(signal: AbortSignal, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    // Aborted while the loop was at work: no event will come any more.
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
