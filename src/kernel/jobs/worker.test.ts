import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testHouse } from '../testing/house.ts';
import { job } from './jobs.ts';
import { underWay } from './under-way.ts';
import { startWorker } from './worker.ts';

const done: number[] = [];
const count = job('house.count', z.object({ n: z.number() }), async (_ctx, { n }) => void done.push(n));
const house = await testHouse({ jobs: [count] });
const hotel = await house.openWorkspace();
const worker = await startWorker(house, [count]);
afterAll(() => worker.stop());

describe('jobs of one kind', () => {
  test('follow each other without a pause, however many were queued at once', async () => {
    const numbers = Array.from({ length: 40 }, (_, n) => n);
    await house.in(hotel, async (ctx) => {
      for (const n of numbers) await house.jobs.enqueue(ctx, count, { n });
    });
    await expect.poll(() => done.length).toBe(40);
    await expect.poll(() => underWay(house, hotel.id)).toBe(0);
  });

  test('are under way until they are done; what is planned for later is not', async () => {
    const startAfter = new Date(Date.now() + 3_600_000);
    await house.in(hotel, (ctx) => house.jobs.enqueue(ctx, count, { n: 41 }, { startAfter }));
    expect(await underWay(house, hotel.id)).toBe(0);
    expect(done).not.toContain(41);
  });
});
