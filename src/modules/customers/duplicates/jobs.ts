import { z } from 'zod';
import { job } from '../../../kernel/jobs/jobs.ts';
import { tidyMatches } from './scan.ts';

export const duplicatesNight = job('customers.match-night', z.unknown(), (ctx) => tidyMatches(ctx), { nightly: true });
