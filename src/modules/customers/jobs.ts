import { z } from 'zod';
import { job } from '../../kernel/jobs/jobs.ts';
import { passTime } from './life-cycle.ts';

export const jobs = [job('customers.pass-time', z.unknown(), (ctx) => passTime(ctx), { nightly: true })];
