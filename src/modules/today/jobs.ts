import { z } from 'zod';
import { job } from '../../kernel/jobs/jobs.ts';
import { reviewBirthdays } from './birthdays.ts';

export const night = job('today.night', z.unknown(), (ctx) => reviewBirthdays(ctx, null), { nightly: true });
