import { z } from 'zod';
import { job } from '../../../kernel/jobs/jobs.ts';
import { wakeWalkers } from './wake.ts';
import { letHappen } from './what-happened.ts';

/** Each night: birthdays, days of own fields, conditions that hold; and whoever was forgotten goes on. */
export const nightJob = job(
  'care.journeys-night',
  z.unknown(),
  async (ctx) => {
    await letHappen(ctx, ['birthday', 'date', 'daily'], null);
    await wakeWalkers(ctx, ctx.now);
  },
  { nightly: true },
);

/** After a power cut people go on at once. */
export const rouseJob = job('care.journeys-rouse', z.unknown(), (ctx) => wakeWalkers(ctx, ctx.now), { atStart: true });
