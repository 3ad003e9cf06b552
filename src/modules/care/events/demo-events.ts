import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { addDays, dayIn } from '../../../maths/calendar.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import { checkIn } from './door.ts';
import { writeEvent } from './events.ts';
import { takePlace } from './places.ts';
import { gatheringToCome } from './stored.ts';

const [PAST, TO_COME] = [-26, 9];

/** The demo shop has had one event and looks forward to another with places left. Once per import; nothing is sent. */
export async function holdDemoEvents(ctx: Ctx, changeSetId: string | null): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId, 'orders'))) return;
  const there = await sql`
    select from care_gatherings where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} limit 1`.execute(
    ctx.db,
  );
  if (there.rows.length > 0) return;
  const regulars = await lately(ctx);
  const past = await invited(ctx, 'past', PAST, 40, regulars.slice(0, 34), changeSetId);
  const evening = onDay(ctx, PAST);
  for (const [n, guestId] of past.guests.entries()) if (n % 6 !== 5) await checkIn(evening, { id: past.id, guestId });
  await invited(ctx, 'coming', TO_COME, 16, regulars.slice(20, 29), changeSetId);
}

/** Untouched since; its guests go with it. */
export const undoDemoEvents: Undo = {
  entity: 'events',
  order: 4,
  async undo(ctx, changeSetId) {
    const ours = sql`workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId}`;
    const { numAffectedRows } = await sql`delete from care_gatherings where ${ours} and version = 1`.execute(ctx.db);
    const { rows } = await sql<{ id: string; what: string }>`
      select id, title as what from care_gatherings where ${ours}`.execute(ctx.db);
    return {
      reversed: Number(numAffectedRows ?? 0n),
      kept: rows.map((row) => ({ ...row, why: 'transfer:undo.editedSince' })),
      failed: [],
    };
  },
};

async function invited(
  ctx: Ctx,
  which: 'past' | 'coming',
  inDays: number,
  places: number,
  customers: readonly string[],
  changeSetId: string,
) {
  const say = (key: string) => translate(ctx.workspace.language, `care:event.demo.${which}.${key}`);
  const then = onDay(ctx, Math.min(inDays, 0) - 10);
  const id = await writeEvent(
    then,
    {
      title: say('title'),
      text: say('text'),
      online: false,
      place: say('place'),
      day: addDays(ctx.today, inDays),
      from: '14:00',
      to: '16:00',
      places,
      price: say('price'),
      tiers: [],
      listed: which === 'coming',
      effectDays: 25,
    },
    changeSetId,
  );
  const event = await gatheringToCome(then, id);
  const guests: string[] = [];
  for (const customer of customers) guests.push((await takePlace(then, event, customer, { trusted: true })).id);
  return { id, guests };
}

async function lately(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from customer_statistics s
    where workspace_id = ${ctx.workspace.id} and purchase_days > 2 order by last_on desc, customer_id limit 40`.execute(
    ctx.db,
  );
  return rows.map(({ id }) => id);
}

function onDay(ctx: Ctx, days: number): Ctx {
  const now = new Date(ctx.now.getTime() + days * 86_400_000);
  return { ...ctx, now, today: dayIn(ctx.workspace.zone, now) };
}
