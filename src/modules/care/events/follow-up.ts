import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { startBulk } from '../../customers/index.ts';
import { careErrors } from '../errors-contract.ts';
import { gatheringOf } from './stored.ts';

const refuse = refusals(careErrors);

/** A tag is what views, segments and campaigns choose by; it is undone like every change of many. */
export async function tagGuests(ctx: Ctx, { id, who, tag }: { id: string; who: 'came' | 'missed'; tag: string }) {
  await gatheringOf(ctx, id);
  const { rows } = await sql<{ customer_id: string }>`
    select customer_id from care_gathering_guests
    where workspace_id = ${ctx.workspace.id} and gathering_id = ${id} and state = 'registered'
      and (came_at is not null) = ${who === 'came'}`.execute(ctx.db);
  if (rows.length === 0) throw refuse('EVENT_NOBODY');
  const ids = rows.map(({ customer_id: customer }) => customer);
  const { counts, changed, changeSet } = await startBulk(ctx, { target: { ids }, change: { addTags: [tag] } });
  return { matched: counts.matched, changed, changeSet };
}
