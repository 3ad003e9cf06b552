import { z } from 'zod';
import { job } from '../../kernel/jobs/jobs.ts';
import { knowByNight } from './know-by-night.ts';
import { passNight } from './refresh.ts';

/** After the watch of the same night or before it: what is open for a customer keeps further alerts away in both orders. */
export const knowingNight = job('retention.knowing-night', z.unknown(), (ctx) => knowByNight(ctx), { nightly: true });
export const night = job('retention.night', z.unknown(), (ctx) => passNight(ctx), { nightly: true });
