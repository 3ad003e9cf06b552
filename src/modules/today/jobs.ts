import { z } from 'zod';
import { job } from '../../kernel/jobs/jobs.ts';
import type { Ctx } from '../../kernel/context.ts';
import { reviewBirthdays } from './birthdays.ts';
import { reviewOccasions } from './occasions.ts';

export const night = job('today.night', z.unknown(), reviewDays, { nightly: true });

async function reviewDays(ctx: Ctx): Promise<void> {
  await reviewBirthdays(ctx, null);
  await reviewOccasions(ctx, null);
}
