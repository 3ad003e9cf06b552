import { z } from 'zod';
import { id } from '../../../kernel/contract.ts';
import { longJob, type LongWork } from '../../../kernel/jobs/jobs.ts';
import { newId } from '../../../kernel/ids.ts';
import { openWay, type Way } from '../channels/ways.ts';
import { claimNext, takeOver, type Claimed, type Next } from './claim.ts';
import { composer, type Composer } from './compose-message.ts';
import type { Finished, Run } from './settle.ts';

/** Sends what is due through one channel. Queued whenever something becomes due; runs of a channel relieve each other. */
export const sendJob = longJob('care.send', z.object({ channelId: id }), sendOut);

/** Messages that may be on the wire at one time: so many at most are unknown after a power cut. */
export const ON_THE_WIRE = 100;
/** Then the next in the queue has its turn: another channel, another shop. */
const TURN_MS = 20_000;

/**
 * Claims in small lots, each committed before anything of it goes out, and writes down in the same transaction what became
 * of the lots before. What was claimed by a run that died stays `unknown` and is never sent by itself.
 */
async function sendOut(work: LongWork, { channelId }: { channelId: string }): Promise<void> {
  const run: Run = { id: newId(), channelId };
  const channel = await work.step((ctx) => takeOver(ctx, run));
  if (!channel) return;
  const way = await openWay(work.house, channel);
  const compose = composer(work.house, way);
  const finished: Finished[] = [];
  const flying = new Set<Promise<void>>();
  const ends = Date.now() + TURN_MS;
  let next: Next;
  try {
    for (;;) {
      const over = work.signal.aborted || Date.now() > ends;
      // Reckoned together: what lands while the claim is written down is settled with the next.
      const [settled, room] = [finished.splice(0), over ? 0 : ON_THE_WIRE - flying.size];
      next = await work.step((ctx) => claimNext(ctx, run, settled, room, way));
      for (const one of next.claimed) launch(one, way, compose, finished, flying);
      if (next.lost || over) break;
      if (flying.size > 0) await landing(flying, next.claimed.length > 0 ? ON_THE_WIRE / 2 : flying.size - 1);
      else if (finished.length === 0 && next.rests) return await sleepUntil(work, channelId, next.wakes);
    }
    await Promise.all(flying);
    await work.step((ctx) => claimNext(ctx, run, finished.splice(0), 0, way));
    // Whoever has taken over goes on by itself: two that called each other again would never be done.
    if (!next.lost) await sleepUntil(work, channelId, new Date());
  } finally {
    await Promise.all(flying);
    way.close();
  }
}

function launch(one: Claimed, way: Way, compose: Composer, finished: Finished[], flying: Set<Promise<void>>): void {
  const flight = fly(one, way, compose)
    .then((result) => void finished.push(result))
    .finally(() => flying.delete(flight));
  flying.add(flight);
}

async function fly(one: Claimed, way: Way, compose: Composer): Promise<Finished> {
  const { id: messageId, attempts, language } = one;
  const answerOf = (error: unknown) => (error instanceof Error ? error.message.slice(0, 300) : '');
  let composed: Awaited<ReturnType<Composer>>;
  try {
    composed = await compose(one);
  } catch (error) {
    // Nothing has left the house: what failed was putting it into words.
    const answer = answerOf(error);
    return { id: messageId, attempts, language, parts: 1, outcome: 'refused', again: false, answer };
  }
  const { outbound, parts } = composed;
  const known = { id: messageId, attempts, language: outbound.language, parts };
  try {
    return { ...known, ...(await way.send(outbound)) };
  } catch (error) {
    return { ...known, outcome: 'unknown', answer: answerOf(error) };
  }
}

/** Waits until at most so many are left. */
async function landing(flying: Set<Promise<void>>, left: number): Promise<void> {
  while (flying.size > Math.max(0, left)) await Promise.race(flying);
}

/** Whatever comes due later wakes the channel then; a process that stops leaves the rest to the next. */
async function sleepUntil(work: LongWork, channelId: string, due: Date | null): Promise<void> {
  if (due) await work.step((ctx) => work.house.jobs.enqueue(ctx, sendJob, { channelId }, { startAfter: due }));
}
