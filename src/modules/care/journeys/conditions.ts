import { sql } from 'kysely';
import { z } from 'zod';
import { addDays } from '../../../maths/calendar.ts';
import type { ConditionKind } from '../../segments/index.ts';

const days = z.number().int().min(1).max(365);
const expiringShape = z.object({ days, points: z.number().int().min(1) }).strict();
const endingShape = z.object({ days }).strict();

/** At least so many points are lost within so many days unless they are used. */
export const pointsExpiring: ConditionKind<z.infer<typeof expiringShape>> = {
  key: 'pointsExpiring',
  title: 'care:condition.pointsExpiring',
  group: 'more',
  permission: 'loyalty.read',
  shape: expiringShape,
  parts: [
    { key: 'points', title: 'care:condition.points', input: 'number' },
    { key: 'days', title: 'care:condition.days', input: 'number' },
  ],
  reads: ['loyalty_lots'],
  moves: () => true,
  sql: (ctx, value, among) => sql`customers.id in (
    select l.customer_id from loyalty_lots l where l.workspace_id = ${ctx.workspace.id} and l.remaining > 0
      and l.expires_on >= ${ctx.today} and l.expires_on <= ${addDays(ctx.today, value.days)} ${among(sql.ref('l.customer_id'))}
    group by l.customer_id having sum(l.remaining) >= ${value.points})`,
  say: (words, value, not) => words.t(`care:condition.say${not ? 'Not' : ''}PointsExpiring`, { ...value }),
};

/** The tier ends within so many days unless it is earned anew. */
export const tierEnding: ConditionKind<z.infer<typeof endingShape>> = {
  key: 'tierEnding',
  title: 'care:condition.tierEnding',
  group: 'more',
  permission: 'loyalty.read',
  shape: endingShape,
  parts: [{ key: 'days', title: 'care:condition.days', input: 'number' }],
  reads: ['loyalty_accounts'],
  moves: () => true,
  sql: (ctx, value, among) => sql`customers.id in (
    select a.customer_id from loyalty_accounts a where a.workspace_id = ${ctx.workspace.id}
      and a.tier_until >= ${ctx.today} and a.tier_until <= ${addDays(ctx.today, value.days)} ${among(sql.ref('a.customer_id'))})`,
  say: (words, value, not) => words.t(`care:condition.say${not ? 'Not' : ''}TierEnding`, { ...value }),
};
