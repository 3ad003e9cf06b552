import { z } from 'zod';
import { job } from '../../kernel/jobs/jobs.ts';
import { passNight } from './refresh.ts';

export const night = job('retention.night', z.unknown(), (ctx) => passNight(ctx), { nightly: true });
