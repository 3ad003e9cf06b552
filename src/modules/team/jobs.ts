import type { Job } from '../../kernel/jobs/jobs.ts';

export const jobs: readonly Job[] = [];
