import type { Ctx } from '../../kernel/context.ts';
import { command } from '../../kernel/enter.ts';
import { verifyMerges } from '../../modules/customers/index.ts';
import { verifyLoyalty } from '../../modules/loyalty/index.ts';
import { verifyStatistics } from '../../modules/orders/index.ts';
import { verifyMonths, verifyRhythms } from '../../modules/retention/index.ts';
import { verifyClasses, verifySegments } from '../../modules/segments/index.ts';
import { verifyAudit } from '../../modules/workspaces/index.ts';
import { wordsOf, type Given } from './command.ts';
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

export async function verify(given: Given): Promise<unknown> {
  wordsOf(given);
  return withHouse(async (house) => {
    const { entry } = await placeOf(house, given);
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
