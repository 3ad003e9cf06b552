import { z } from 'zod';
import { job, type Job } from '../../kernel/jobs/jobs.ts';
import { tidyPool } from './distribution/pool-night.ts';
import { lettersJob } from './hand-over/letters-job.ts';
import { admitUnknown, deliverJob } from './reminders/deliver.ts';
import { keepFiguresJob } from './results/values.ts';
import { courseReminderJob } from './training/kinds.ts';
import { remindJob } from './tasks/plan-reminder.ts';
import { replanJob } from './tasks/replan.ts';

const night = job('team.night', z.unknown(), (ctx) => admitUnknown(ctx), { nightly: true });
const poolNight = job('team.pool-night', z.unknown(), (ctx) => tidyPool(ctx), { nightly: true });

export const jobs: readonly Job[] = [
  remindJob,
  replanJob,
  deliverJob,
  night,
  courseReminderJob,
  keepFiguresJob,
  poolNight,
  lettersJob,
] as readonly Job[];
