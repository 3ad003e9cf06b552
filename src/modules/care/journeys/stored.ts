import { sql, type Selectable } from 'kysely';
import { stranger, systemActor, type Actor } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareJourneyEntries, CareJourneys } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { actorOfAuthor } from '../../workspaces/index.ts';
import { careErrors } from '../errors-contract.ts';
import type { Plan, Trigger } from './plan-contract.ts';

const refuse = refusals(careErrors);

export type JourneyRow = Selectable<CareJourneys>;
export type EntryRow = Selectable<CareJourneyEntries>;

/** A journey that people may enter, with the plan of its newest version. */
export interface Live {
  id: string;
  name: string;
  version: number;
  plan: Plan;
  listensSince: Date;
  publishedBy: string | null;
}

export async function journeyOf(ctx: Ctx, id: string, lock = false): Promise<JourneyRow> {
  const row = await ctx.db
    .selectFrom('care_journeys')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw refuse('JOURNEY_NOT_FOUND');
  return row;
}

/** Running journeys that begin with one of these; without kinds all of them. */
export async function liveJourneys(ctx: Ctx, kinds?: readonly Trigger['kind'][]): Promise<Live[]> {
  const { rows } = await sql<Live>`
    select j.id, j.name, j.live as version, v.plan, j.listens_since as "listensSince", j.published_by as "publishedBy"
    from care_journeys j
    join care_journey_versions v on v.workspace_id = j.workspace_id and v.journey_id = j.id and v.version = j.live
    where j.workspace_id = ${ctx.workspace.id} and j.state = 'running' and j.removed_at is null
      and (${kinds ?? null}::text[] is null or v.plan -> 'trigger' ->> 'kind' = any (${kinds ?? []}::text[]))
    order by j.id`.execute(ctx.db);
  return rows;
}

/** With the rights that whoever published it has now. */
export async function asAuthor(ctx: Ctx, { publishedBy }: Pick<Live, 'publishedBy'>): Promise<Ctx> {
  const actor: Actor = publishedBy === null ? systemActor : ((await actorOfAuthor(ctx, publishedBy)) ?? stranger);
  return { ...ctx, actor };
}
