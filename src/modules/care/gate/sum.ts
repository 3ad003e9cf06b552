import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Audience } from '../campaigns/contract.ts';
import { refusalOf } from '../rules/gate.ts';
import { afterQuiet } from '../rules/quiet-hours.ts';
import { meantBy, type Meant } from '../sending/audience.ts';
import { readSettings } from '../settings.ts';
import { isOneMailbox, type ChannelKind, type Purpose, type Refused } from '../shapes-contract.ts';
import { factsOf, type FactRow } from './facts.ts';

export interface GateSum {
  audience: number;
  reached: number;
  later: number;
  refused: { reason: Refused; count: number }[];
}

/** How many would get it, and why the others not: everybody's facts in one statement, grouped, decided group by group. */
export async function sumOf(
  ctx: Ctx,
  asked: { audience: Audience; channel: ChannelKind; purpose: Purpose },
): Promise<GateSum> {
  return sumFor(ctx, await meantBy(ctx, asked.audience), asked);
}

/** The same for whom the sender means by other words. */
export async function sumFor(
  ctx: Ctx,
  { condition, profiled }: Meant,
  asked: { channel: ChannelKind; purpose: Purpose },
): Promise<GateSum> {
  const settings = await readSettings(ctx);
  const facts = factsOf(ctx, { channel: asked.channel, purpose: asked.purpose, settings });
  const { rows } = await sql<FactRow & { count: number }>`
    select there, reachable, consent, suppressed, "noContact", "noProfiling", silenced, contacts, "promotedLately", zone,
      reachable and ${isOneMailbox(asked.channel)} and twin as "sameAddress", count(*)::int as count
    from (select ${facts.columns},
        row_number() over (partition by ${facts.address} order by said.granted desc nulls last, customers.id) > 1 as twin
      from customers ${facts.joins} where ${condition}) met
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`.execute(ctx.db);
  const refused = new Map<Refused, number>();
  const sum: GateSum = { audience: 0, reached: 0, later: 0, refused: [] };
  for (const { count, ...row } of rows) {
    sum.audience += count;
    const reason = refusalOf(row, { purpose: asked.purpose, profiled, budgetContacts: settings.budgetContacts });
    if (reason) refused.set(reason, (refused.get(reason) ?? 0) + count);
    else {
      sum.reached += count;
      if (afterQuiet(row.zone, ctx.now, { from: settings.quietFrom, to: settings.quietTo }) > ctx.now)
        sum.later += count;
    }
  }
  sum.refused = [...refused].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
  return sum;
}
