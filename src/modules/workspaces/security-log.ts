import type { Ctx } from '../../kernel/context.ts';
import { premises } from './premises.ts';

type SecurityEvent =
  | 'password changed'
  | 'password replaced by link'
  | 'second step set up'
  | 'second step ended'
  | 'recovery codes renewed'
  | 'passkey added'
  | 'passkey removed'
  | 'sessions ended';

/**
 * A line in the log of the process: whose way in changed, by id. Written before the commit: better a line too many than
 * one too few.
 */
export function noteSecurity(ctx: Ctx, what: SecurityEvent, userId: string | null = ctx.actor.userId): void {
  const by = ctx.actor.userId === userId ? undefined : (ctx.actor.userId ?? undefined);
  premises().log.info({ userId, by, requestId: ctx.request.id }, what);
}
