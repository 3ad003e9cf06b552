import type { Ctx } from '../../../kernel/context.ts';
import { consentsOf, recordConsents } from '../consents.ts';

/**
 * The strictest word counts: what any of the merged cards refused is refused on the card that stays, and what only they
 * say is said there, too. The words carry the change set, so that parting the cards takes them back.
 */
export async function passRefusalsOn(
  ctx: Ctx,
  changeSetId: string,
  keep: string,
  merged: readonly string[],
): Promise<void> {
  const key = ({ channel, purpose }: { channel: string; purpose: string }) => `${channel} ${purpose}`;
  const own = new Map((await consentsOf(ctx, keep)).map((consent) => [key(consent), consent]));
  const passed = new Map<string, Awaited<ReturnType<typeof consentsOf>>[number]>();
  for (const id of merged) {
    for (const consent of await consentsOf(ctx, id)) {
      const counts = passed.get(key(consent)) ?? own.get(key(consent));
      if (counts === undefined || (counts.granted && !consent.granted)) passed.set(key(consent), consent);
    }
  }
  await recordConsents(ctx, keep, [...passed.values()], changeSetId);
}
