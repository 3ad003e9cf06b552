import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { dayIn } from '../../../maths/calendar.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import { enterJourney } from './enter.ts';
import { hear } from './heard.ts';
import { publishJourney, writeJourney } from './journeys.ts';
import type { Plan, Step } from './plan-contract.ts';
import { EMPTY_PLAN } from './shape-plan.ts';
import { liveJourneys } from './stored.ts';
import { walkPortion } from './walk.ts';

const DAY_MS = 86_400_000;
/** Nobody comes to the steps that do something: what the demo shows is what happened in its own orders. */
const LOOK_BACK = 55;

/** The demo shop has two journeys that have been running for some weeks. Once per import. */
export async function runDemoJourneys(ctx: Ctx, changeSetId: string | null): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId, 'orders')) || (await areThere(ctx, changeSetId)))
    return;
  const say = (key: string) => translate(ctx.workspace.language, `care:journey.ready.${key}`);
  const calling = (ready: string) => [say(`${ready}.call`), say(`${ready}.callNote`)] as const;
  const second = watching({ kind: 'firstOrder' }, ...calling('secondOrder'));
  const silent = watching({ kind: 'stage', to: ['sleeping', 'lost'] }, ...calling('winBack'));
  const winBack: Plan = { ...silent, again: { days: 180 } };
  const whom = new Map([
    [await begin(ctx, say('secondOrder.name'), second, changeSetId), await firstBought(ctx)],
    [await begin(ctx, say('winBack.name'), winBack, changeSetId), await longSilent(ctx)],
  ]);
  await letWeeksPass(ctx, whom);
}

/** Untouched since; the people in them go with them. */
export const undoDemoJourneys: Undo = {
  entity: 'journeys',
  order: 4,
  async undo(ctx, changeSetId) {
    const { numAffectedRows } = await sql`
      delete from care_journeys where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} and version = 2`.execute(
      ctx.db,
    );
    const { rows } = await sql<{ id: string; what: string }>`
      select id, name as what from care_journeys where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId}`.execute(
      ctx.db,
    );
    return {
      reversed: Number(numAffectedRows ?? 0n),
      kept: rows.map((row) => ({ ...row, why: 'transfer:undo.editedSince' })),
      failed: [],
    };
  },
};

function watching(trigger: Plan['trigger'], title: string, note: string): Plan {
  const call: Step = { id: randomUUID(), kind: 'task', title, note, dueDays: 3, assigneeId: null };
  return {
    ...EMPTY_PLAN,
    trigger,
    goal: { kind: 'order', leaves: false },
    holdOutPercent: 20,
    effectDays: 60,
    steps: [
      { id: randomUUID(), kind: 'wait', wait: { kind: 'span', span: { amount: 7, unit: 'days' } } },
      {
        id: randomUUID(),
        kind: 'until',
        happens: { kind: 'order' },
        within: { amount: 60, unit: 'days' },
        came: [],
        missed: [call],
      },
    ],
  };
}

async function begin(ctx: Ctx, name: string, plan: Plan, changeSetId: string): Promise<string> {
  const id = await writeJourney(ctx, name, plan, changeSetId);
  await publishJourney(ctx, { id });
  return id;
}

/** Who came in on which day, who bought on which: as it would have been. */
async function letWeeksPass(ctx: Ctx, whom: ReadonlyMap<string, readonly CameIn[]>): Promise<void> {
  const live = (await liveJourneys(ctx)).filter(({ id }) => whom.has(id));
  const buyers = await boughtOn(ctx);
  for (let ago = LOOK_BACK; ago >= 0; ago -= 1) {
    const then = onDay(ctx, ago);
    await hear(then, 'order', buyers.get(ago) ?? []);
    for (const journey of live) {
      const came = (whom.get(journey.id) ?? []).filter((one) => one.ago === ago);
      const newcomers = came.map(({ customerId }) => ({ customerId, cause: `demo ${ago}` }));
      if (newcomers.length > 0) await enterJourney(then, journey, newcomers);
    }
    while ((await walkPortion(then)) > 0);
  }
}

interface CameIn {
  customerId: string;
  /** Days before today. */
  ago: number;
}

async function firstBought(ctx: Ctx): Promise<CameIn[]> {
  const { rows } = await sql<CameIn>`
    select customer_id as "customerId", ${ctx.today}::date - first_on as ago from customer_statistics
    where workspace_id = ${ctx.workspace.id} and first_on > ${ctx.today}::date - ${LOOK_BACK}::int`.execute(ctx.db);
  return rows;
}

/** Two months without a purchase. */
async function longSilent(ctx: Ctx): Promise<CameIn[]> {
  const { rows } = await sql<CameIn>`
    select p.customer_id as "customerId", ${ctx.today}::date - (p.day + 60) as ago from purchase_days p
    where p.workspace_id = ${ctx.workspace.id} and p.day + 60 between ${ctx.today}::date - ${LOOK_BACK}::int and ${ctx.today}::date
      and not exists (select from purchase_days n where n.workspace_id = p.workspace_id and n.customer_id = p.customer_id
        and n.day > p.day and n.day <= p.day + 60)`.execute(ctx.db);
  return rows;
}

async function boughtOn(ctx: Ctx): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ ago: number; ids: string[] }>`
    select ${ctx.today}::date - day as ago, array_agg(customer_id::text) as ids from purchase_days
    where workspace_id = ${ctx.workspace.id} and day > ${ctx.today}::date - ${LOOK_BACK}::int group by 1`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ ago, ids }) => [ago, ids]));
}

function onDay(ctx: Ctx, ago: number): Ctx {
  const now = new Date(ctx.now.getTime() - ago * DAY_MS);
  return { ...ctx, now, today: dayIn(ctx.workspace.zone, now) };
}

async function areThere(ctx: Ctx, changeSetId: string): Promise<boolean> {
  const found = await ctx.db
    .selectFrom('care_journeys')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
