import { sql } from 'kysely';
import type { Campaigns } from '../../retention/index.ts';

/** Who heard of which campaign when, for those who ask whom campaigns have won. */
export const campaignsTold: Campaigns = {
  told: (ctx) => sql`
    select m.customer_id, d.sender_id::text as campaign, (m.sent_at at time zone ${ctx.workspace.zone})::date as day
    from care_messages m join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id
    where m.workspace_id = ${ctx.workspace.id} and d.sender = 'campaign' and m.sent_at is not null`,
  async names(ctx) {
    const rows = await ctx.db
      .selectFrom('care_campaigns')
      .select(['id', 'name'])
      .where('workspace_id', '=', ctx.workspace.id)
      .execute();
    return new Map(rows.map(({ id, name }) => [id, name]));
  },
};
