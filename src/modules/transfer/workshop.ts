import type { Ctx } from '../../kernel/context.ts';
import type { House } from '../../kernel/house.ts';
import type { Job } from '../../kernel/jobs/jobs.ts';

/** What imports need of the house and no Ctx has: files and the queue. */
export interface Workshop {
  house: House;
  importJob: Job<{ id: string }>;
  rehearsalJob: Job<{ id: string }>;
}

let current: Workshop | undefined;

/** Called once at start by `http.ts` or the command line. */
export function openWorkshop(workshop: Workshop): void {
  current = workshop;
}

export function workshop(): Workshop {
  if (!current) throw new Error('The workshop of imports has not been opened.');
  return current;
}

export function queueImport(ctx: Ctx, id: string): Promise<void> {
  const { house, importJob } = workshop();
  return house.jobs.enqueue(ctx, importJob, { id });
}

export function queueRehearsal(ctx: Ctx, id: string): Promise<void> {
  const { house, rehearsalJob } = workshop();
  return house.jobs.enqueue(ctx, rehearsalJob, { id });
}
