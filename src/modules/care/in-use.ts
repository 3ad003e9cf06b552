import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';

/** What still means to send through the channel: to take it away would silence that without a word. */
export async function isChannelInUse(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from care_sendings where workspace_id = ${ctx.workspace.id} and channel_id = ${id} and sender = 'campaign'
      and state in ('freezing', 'open', 'paused')
    union all
    select 1 from care_campaigns where workspace_id = ${ctx.workspace.id} and channel_id = ${id} and state in ('asked', 'planned')
      and removed_at is null
    union all
    select 1 from care_greetings where workspace_id = ${ctx.workspace.id} and channel_id = ${id} and removed_at is null
    union all
    select 1 from care_gatherings where workspace_id = ${ctx.workspace.id} and channel_id = ${id} and removed_at is null
      and cancelled_at is null and ends_at > ${ctx.now}
    union all ${liveJourneysNaming(ctx, 'channelId', id)}
    limit 1`.execute(ctx.db);
  return rows.length > 0;
}

export async function isTemplateInUse(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from care_campaigns where workspace_id = ${ctx.workspace.id} and ${id}::uuid in (template_id, template_b_id)
      and state in ('draft', 'asked', 'planned') and removed_at is null
    union all
    select 1 from care_greetings where workspace_id = ${ctx.workspace.id} and template_id = ${id} and removed_at is null
    union all ${liveJourneysNaming(ctx, 'templateId', id)}
    limit 1`.execute(ctx.db);
  return rows.length > 0;
}

/** A message of the newest version of a journey that people may be in. */
function liveJourneysNaming(ctx: Ctx, key: 'channelId' | 'templateId', id: string) {
  return sql`
    select 1 from care_journeys j join care_journey_versions v
      on v.workspace_id = j.workspace_id and v.journey_id = j.id and v.version = j.live
    where j.workspace_id = ${ctx.workspace.id} and j.state in ('running', 'paused')
      and jsonb_path_exists(v.plan, ${`$.**?(@.${key} == $id)`}::jsonpath, jsonb_build_object('id', ${id}::text))`;
}
