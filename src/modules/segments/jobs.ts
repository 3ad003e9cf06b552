import { z } from 'zod';
import { job } from '../../kernel/jobs/jobs.ts';
import { divideShop } from './engine/divide.ts';

export const night = job('segments.night', z.unknown(), (ctx) => divideShop(ctx), { nightly: true });
