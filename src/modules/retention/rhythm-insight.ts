import { daysBetween } from '../../maths/calendar.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Insight } from '../customers/index.ts';
import { knownRhythm, rhythmColumns } from './known-rhythm.ts';
import { silenceOf } from './rules/lateness.ts';
import { readShop } from './shop.ts';

/** `rhythm` of GET /customers/{id}/insights: how often the customer usually buys, and how long it has been. */
export const rhythmInsight: Insight = { key: 'rhythm', permission: 'retention.read', read: readRhythm };

async function readRhythm(ctx: Ctx, customerId: string) {
  const row = await ctx.db
    .selectFrom('retention_rhythms')
    .select(rhythmColumns)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  const shop = row && (await readShop(ctx));
  if (!row || !shop) return null;
  const known = knownRhythm(row);
  const { quietness } = silenceOf(known, ctx.today, shop.closures);
  const sinceDays = daysBetween(row.last_on, ctx.today);
  const usualDays = Math.round(row.usual_days);
  const spreadDays = Math.max(1, Math.round(row.spread_days));
  return {
    usualDays,
    spreadDays,
    sinceDays,
    quantile: quietness,
    gaps: row.gaps,
    dueOn: row.due_on,
    alertOn: row.alert_on,
    explanation: {
      key: row.gaps >= 2 ? 'retention:explain.own' : 'retention:explain.shop',
      values: {
        usual: usualDays,
        spread: spreadDays,
        since: sinceDays,
        gaps: row.gaps,
        share: Math.floor(quietness * 100),
      },
    },
  };
}
