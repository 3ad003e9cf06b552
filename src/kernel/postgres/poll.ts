import { setTimeout as delay } from 'node:timers/promises';

interface Patience {
  timeoutMs: number;
  everyMs?: number;
  signal?: AbortSignal;
}

/** Asks until there is an answer; `undefined` when the time is up or the signal was given. */
export async function until<T>(ask: () => Promise<T | undefined>, patience: Patience): Promise<T | undefined> {
  const deadline = performance.now() + patience.timeoutMs;
  while (!patience.signal?.aborted) {
    const answer = await ask();
    if (answer !== undefined || performance.now() >= deadline) return answer;
    await pause(patience.everyMs ?? 50, patience.signal);
  }
  return undefined;
}

/** Waits, and returns early when the signal is given. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
