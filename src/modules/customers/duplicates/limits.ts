import type { Ctx } from '../../../kernel/context.ts';
import { countAttempt } from '../../workspaces/index.ts';

/** So often an hour a colleague may come upon customers out of reach: more than work needs, less than fishing does. */
const STRANGERS = { attempts: 40, seconds: 3600 };

export async function countStranger(ctx: Ctx): Promise<void> {
  const who = ctx.actor.userId ?? ctx.actor.keyId;
  if (who) await countAttempt({ key: `customers out of reach ${ctx.workspace.id} ${who}`, ...STRANGERS });
}
