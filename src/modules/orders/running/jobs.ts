import { z } from 'zod';
import { job } from '../../../kernel/jobs/jobs.ts';
import { passDay } from './pass-day.ts';

export const night = job('orders.night', z.unknown(), (ctx) => passDay(ctx), { nightly: true });
