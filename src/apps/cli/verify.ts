import { setTimeout as pause } from 'node:timers/promises';
import type { Ctx } from '../../kernel/context.ts';
import { command } from '../../kernel/enter.ts';
import { underWay } from '../../kernel/jobs/under-way.ts';
import { verifyMerges } from '../../modules/customers/index.ts';
import { verifyLoyalty } from '../../modules/loyalty/index.ts';
import { verifyStatistics } from '../../modules/orders/index.ts';
import { verifyMonths, verifyRhythms } from '../../modules/retention/index.ts';
import { verifyClasses, verifySegments } from '../../modules/segments/index.ts';
import { verifyAudit } from '../../modules/workspaces/index.ts';
import { wordsOf, type Given } from './command.ts';
import type { OpenHouse } from '../open-house.ts';
import { placeOf, withHouse } from './house.ts';

const checks = {
  merges: verifyMerges,
  statistics: verifyStatistics,
  classes: verifyClasses,
  segments: verifySegments,
  rhythms: verifyRhythms,
  loyalty: verifyLoyalty,
  months: verifyMonths,
  audit: verifyAudit,
} as const satisfies Record<string, (ctx: Ctx) => Promise<unknown[]>>;

export class DifferencesFound extends Error {}

/** Ends the waiting when no server works anything off. */
const LONGEST_STILL_MS = 60_000;

/** Classes, rhythms and the like follow the facts a moment later; compared before, they would seem wrong. */
async function awaitNews(house: OpenHouse, workspaceId: string, given: Given): Promise<void> {
  let left = await underWay(house, workspaceId);
  if (left > 0) given.say(`Waiting until ${left} changes have been taken in.`);
  let still = Date.now();
  while (left > 0) {
    await pause(250);
    const now = await underWay(house, workspaceId);
    if (now !== left) still = Date.now();
    left = now;
    if (Date.now() - still < LONGEST_STILL_MS) continue;
    given.say(
      `${left} changes have not been taken in; differences may come from them. Start Regulars, then look again.`,
    );
    return;
  }
}

export async function verify(given: Given): Promise<unknown> {
  wordsOf(given);
  return withHouse(async (house) => {
    const { workspace, entry } = await placeOf(house, given);
    await awaitNews(house, workspace.id, given);
    const found: Record<string, number> = {};
    for (const [what, check] of Object.entries(checks)) {
      const differences = await command<unknown[]>(house.database, entry, check);
      found[what] = differences.length;
      given.say(`${what}: ${differences.length} differences`);
    }
    const total = Object.values(found).reduce((sum, count) => sum + count, 0);
    if (total > 0) throw new DifferencesFound(`${total} differences. Please report this with the figures above.`);
    return found;
  });
}
