import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { assess, type Assessment } from './rules/assess.ts';
import type { Shop } from './rules/buyers.ts';
import { missingIn } from './rules/enough.ts';

/** Some seconds of arithmetic, in a thread of its own: others are served meanwhile. */
export async function assessInThread(shop: Shop): Promise<Assessment> {
  if (missingIn(shop).length > 0) return assess(shop);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: shop });
  try {
    const [told]: Assessment[] = await once(worker, 'message', { signal: AbortSignal.timeout(LONGEST) });
    if (!told) throw new Error('The thread that assesses a shop ended without an answer.');
    return told;
  } finally {
    await worker.terminate();
  }
}

/** Milliseconds: less than PostgreSQL lets the transaction wait that asked. A shop of any size takes a tenth of it. */
const LONGEST = 100_000;
