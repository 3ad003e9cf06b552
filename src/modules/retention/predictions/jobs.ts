import { z } from 'zod';
import { job } from '../../../kernel/jobs/jobs.ts';
import { emit } from '../../../kernel/outbox.ts';
import { predictionsWanted } from './contract.ts';

export const predictionsNight = job('retention.predictions', z.unknown(), (ctx) => emit(ctx, predictionsWanted, {}), {
  nightly: true,
});
