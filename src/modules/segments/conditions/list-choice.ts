import { sql } from 'kysely';
import { askableBy } from './compile.ts';
import { seenSegments } from './view.ts';
import type { registerListChoice } from '../../customers/index.ts';

/** The customer list can be filtered by segments; with it saved views, changes of many and the export. */
export const segmentChoice: Parameters<typeof registerListChoice>[0] = {
  key: 'segment',
  title: 'segments:conditions.kind.segment',
  permission: 'classes.read',
  async options(ctx) {
    const seen = await seenSegments(ctx, await askableBy(ctx));
    return [...seen.values()].flatMap(({ segment: { id, name }, broken }) => (broken ? [] : { key: id, name }));
  },
  condition: (ctx, ids) => sql`exists (
    select 1 from segment_members m where m.workspace_id = ${ctx.workspace.id} and m.customer_id = customers.id
      and m.segment_id = any (${[...ids]}::uuid[]))`,
};
