import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { problemsIn, sentencesIn } from './check-plan.ts';
import type { Journey, OpenedJourney } from './contract.ts';
import type { Plan } from './plan-contract.ts';
import type { JourneyRow } from './stored.ts';

interface Counted {
  waiting: number;
  held: number;
  ended: number;
}

export async function listJourneys(ctx: Ctx): Promise<{ items: Journey[] }> {
  const rows = await ctx.db
    .selectFrom('care_journeys')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('removed_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  const counted = await countsOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return { items: rows.map((row) => present(row, counted.get(row.id))) };
}

export async function presentOpened(ctx: Ctx, row: JourneyRow): Promise<OpenedJourney> {
  const plan = row.plan as unknown as Plan;
  const published = await ctx.db
    .selectFrom('care_journey_versions')
    .select(['at', sql<boolean>`plan <> ${JSON.stringify(plan)}::jsonb`.as('changed')])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('journey_id', '=', row.id)
    .where('version', '=', row.live ?? 0)
    .executeTakeFirst();
  return {
    ...present(row, (await countsOf(ctx, [row.id])).get(row.id)),
    plan,
    sentences: await sentencesIn(ctx, plan),
    problems: await problemsIn(ctx, plan),
    live: row.live,
    publishedAt: published?.at.toISOString() ?? null,
    changed: published?.changed ?? false,
  };
}

async function countsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Counted>> {
  const { rows } = await sql<Counted & { id: string }>`
    select journey_id as id, count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'held')::int as held,
      count(*) filter (where state in ('done', 'left'))::int as ended
    from care_journey_entries where workspace_id = ${ctx.workspace.id} and journey_id = any (${[...ids]}::uuid[])
    group by journey_id`.execute(ctx.db);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

function present(row: JourneyRow, { waiting, held, ended }: Counted = { waiting: 0, held: 0, ended: 0 }): Journey {
  return {
    id: row.id,
    name: row.name,
    state: row.state as Journey['state'],
    trigger: (row.plan as unknown as Plan).trigger.kind,
    waiting,
    held,
    ended,
    createdBy: row.created_by_name,
    version: row.version,
  };
}
