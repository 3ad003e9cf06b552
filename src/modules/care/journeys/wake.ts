import type { Ctx } from '../../../kernel/context.ts';
import { premises } from '../../workspaces/index.ts';
import { isEarlier, onTheQueuesClock } from './clock.ts';
import { walkJob } from './walk.ts';

/** Somebody is due then: the walk begins when the transaction commits, or at that hour. */
export async function wakeWalkers(ctx: Ctx, due: Date): Promise<void> {
  if (!(await isEarlier(ctx, due))) return;
  await premises().jobs.enqueue(ctx, walkJob, {}, due > ctx.now ? { startAfter: onTheQueuesClock(ctx, due) } : {});
}
