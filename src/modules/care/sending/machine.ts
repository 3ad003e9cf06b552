import { z } from 'zod';
import { id } from '../../../kernel/contract.ts';
import { longJob, type LongWork } from '../../../kernel/jobs/jobs.ts';
import { newId } from '../../../kernel/ids.ts';
import { openWay, type Way } from '../channels/ways.ts';
import { claimNext, takeOver, type Claimed, type Finished, type Run } from './claim.ts';
import { composer, type Composer } from './compose-message.ts';

/** Sends what is due through one channel. Queued whenever something becomes due; runs of a channel relieve each other. */
export const sendJob = longJob('care.send', z.object({ channelId: id }), sendOut);

/** Messages that may be on the wire at one time: so many at most are unknown after a power cut. */
export const ON_THE_WIRE = 100;
/** Then the next in the queue has its turn: another channel, another shop. */
const TURN_MS = 20_000;
const MINUTE_MS = 60_000;

/**
 * Claims in small lots, each committed before anything of it goes out, and writes down in the same transaction what became
 * of the lots before. What was claimed by a run that died stays `unknown` and is never sent by itself.
 */
async function sendOut(work: LongWork, { channelId }: { channelId: string }): Promise<void> {
  const run: Run = { id: newId(), channelId };
  const channel = await work.step((ctx) => takeOver(ctx, run));
  if (!channel) return;
  const way = await openWay(work.house, channel);
  const compose = composer(work.house, way.kind);
  const finished: Finished[] = [];
  const flying = new Set<Promise<void>>();
  const pace = paceOf(channel.per_minute);
  const ends = Date.now() + TURN_MS;
  try {
    for (;;) {
      const over = work.signal.aborted || Date.now() > ends;
      const room = over ? 0 : pace.room(ON_THE_WIRE - flying.size);
      const settled = finished.splice(0);
      const next = await work.step((ctx) => claimNext(ctx, run, settled, room, way));
      pace.took(next.claimed.length);
      for (const one of next.claimed) launch(one, way, compose, finished, flying);
      if (next.lost || over) break;
      if (flying.size > 0) await landing(flying, next.claimed.length > 0 ? ON_THE_WIRE / 2 : flying.size - 1);
      else if (next.idle && finished.length === 0) return await sleepUntil(work, channelId, next.nextDue);
      else if (next.claimed.length === 0 && !next.idle) await pause(pace.wait(), work.signal);
    }
    await Promise.all(flying);
    await work.step((ctx) => claimNext(ctx, run, finished.splice(0), 0, way));
    await sleepUntil(work, channelId, new Date());
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
  try {
    const { outbound, parts } = await compose(one);
    const sent = await way.send(outbound);
    return { id: messageId, attempts, language: outbound.language, parts, ...sent };
  } catch (error) {
    // Nothing has left the house: what failed was putting it into words.
    const answer = error instanceof Error ? error.message.slice(0, 300) : '';
    return { id: messageId, attempts, language, parts: 1, outcome: 'refused', again: false, answer };
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

/** So many a minute, as the provider allows. */
function paceOf(perMinute: number | null) {
  let [from, taken] = [Date.now(), 0];
  const turn = () => {
    if (Date.now() - from >= MINUTE_MS) [from, taken] = [Date.now(), 0];
  };
  return {
    room(wanted: number): number {
      turn();
      return perMinute === null ? wanted : Math.max(0, Math.min(wanted, perMinute - taken));
    },
    took(count: number): void {
      taken += count;
    },
    wait: () => (perMinute !== null && taken >= perMinute ? Math.max(0, from + MINUTE_MS - Date.now()) : 0),
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(milliseconds, TURN_MS));
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
