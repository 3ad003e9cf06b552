import { z } from 'zod';
import { job } from '../../../kernel/jobs/jobs.ts';
import { passDay } from './keep-members.ts';

export const passDayJob = job('segments.pass-day', z.unknown(), (ctx) => passDay(ctx), { nightly: true });
