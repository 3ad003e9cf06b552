import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { errorSentence } from '../../../kernel/i18n/translate.ts';
import { newId } from '../../../kernel/ids.ts';
import { cardIds, customerSeen } from '../../customers/index.ts';
import { accountToChange } from '../ledger/with-account.ts';
import { addDays } from '../../../maths/calendar.ts';
import { drawErrors, type DrawStanding } from './contract.ts';
import { drawRow, drawsWhere, presentDraw, type DrawRow } from './rows.ts';
import { obstacleTo, type Obstacle, type Tried } from './rules/obstacle.ts';
import { triesOfCustomer } from './tries.ts';

const refuse = refusals(drawErrors);

export async function drawsOfCustomer(ctx: Ctx, asked: { customerId: string }): Promise<{ items: DrawStanding[] }> {
  const { id } = await customerSeen(ctx, asked.customerId);
  const cards = await cardIds(ctx, id);
  const theirs = sql`d.until_day >= ${addDays(ctx.today, -REMEMBERED)}::date and exists (
    select from loyalty_draw_tries t where t.workspace_id = d.workspace_id and t.draw_id = d.id
      and t.customer_id = any (${cards}::uuid[]))`;
  const shown = await drawsWhere(ctx, sql`d.published_at is not null and (${openOn(ctx)} or ${theirs})`);
  return { items: await present(ctx, shown, id) };
}

/** Whether a member has anything to look at: a draw that is open, or one of late with its seed. */
export async function anyDraw(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql`
    select from loyalty_draws d where d.workspace_id = ${ctx.workspace.id} and d.published_at is not null
      and (${openOn(ctx)} or (d.tries > 0 and d.until_day >= ${addDays(ctx.today, -REMEMBERED)}::date)) limit 1`.execute(
    ctx.db,
  );
  return rows.length > 0;
}

/** Days for which the seed of a draw that is over stands on the pages of those who drew. */
const REMEMBERED = 30;

function openOn(ctx: Ctx) {
  return sql`(d.ended_at is null and ${ctx.today}::date between d.from_day and d.until_day)`;
}

interface Giving {
  id: string;
  customerId: string;
  tries: number;
  reason?: string | null | undefined;
}

/** Tries that a colleague gives; they keep to the limits as bought ones do. */
export async function giveTries(ctx: Ctx, { id, customerId, tries, reason }: Giving): Promise<DrawStanding> {
  const { account } = await accountToChange(ctx, customerId, 'loyalty.adjust');
  const draw = await drawRow(ctx, id);
  if (draw.seedHash === null) throw refuse('DRAW_NOT_FOUND');
  if (presentDraw(ctx, draw).state === 'over') throw refuse('DRAW_OVER', wordsOf(ctx, draw));
  await ctx.db
    .insertInto('loyalty_draw_chances')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      draw_id: id,
      customer_id: account.customerId,
      tries,
      reason: reason || null,
      at: ctx.now,
      by_name: ctx.actor.name,
    })
    .execute();
  await recordAudit(ctx, {
    action: 'loyalty_draw.tries_given',
    entity: 'customer',
    entityId: account.customerId,
    detail: { tries },
  });
  const [standing] = await present(ctx, [draw], account.customerId);
  return standing as DrawStanding;
}

/** What a customer did in each of these draws and has for them; orders that came back bring no try. */
export async function triedIn(ctx: Ctx, drawIds: readonly string[], customerId: string): Promise<Map<string, Tried>> {
  const cards = await cardIds(ctx, customerId);
  const { rows } = await sql<Tried & { id: string; given: number; earned: number; used: number }>`
    select d.id, t.today, t.ever, t.used, coalesce((
        select sum(c.tries)::int from loyalty_draw_chances c
        where c.workspace_id = d.workspace_id and c.draw_id = d.id and c.customer_id = any (${cards}::uuid[])), 0) as given, (
        select count(*)::int from orders o
        where d.order_minor is not null and o.workspace_id = d.workspace_id and o.customer_id = any (${cards}::uuid[])
          and o.day between d.from_day and d.until_day and o.state <> 'cancelled'
          and o.total_base_minor - o.refunded_base_minor >= d.order_minor) as earned, coalesce((
        select a.balance from loyalty_accounts a
        where a.workspace_id = d.workspace_id and a.customer_id = ${customerId}), 0)::float8 as balance
    from loyalty_draws d cross join lateral (
      select count(*)::int as ever, count(*) filter (where t.day = ${ctx.today}::date)::int as today,
        count(*) filter (where t.points = 0)::int as used
      from loyalty_draw_tries t
      where t.workspace_id = d.workspace_id and t.draw_id = d.id and t.customer_id = any (${cards}::uuid[])) t
    where d.workspace_id = ${ctx.workspace.id} and d.id = any (${[...drawIds]}::uuid[])`.execute(ctx.db);
  return new Map(
    rows.map(({ id, given, earned, used, ...tried }) => [id, { ...tried, free: Math.max(0, given + earned - used) }]),
  );
}

/** What the sentences of refusals name. */
export function wordsOf(ctx: Ctx, { name, fromDay, untilDay }: DrawRow) {
  return { name, from: dayInWords(ctx, fromDay), until: dayInWords(ctx, untilDay) };
}

async function present(ctx: Ctx, draws: readonly DrawRow[], customerId: string): Promise<DrawStanding[]> {
  const ids = draws.map(({ id }) => id);
  const [tried, tries] = [await triedIn(ctx, ids, customerId), await triesOfCustomer(ctx, ids, customerId)];
  return draws.map((row) => {
    const { id, name, points, untilDay, prizes, nothing, fallback, state, seedHash, seed } = presentDraw(ctx, row);
    const mine = tried.get(row.id) ?? { today: 0, ever: 0, free: 0, balance: 0 };
    return {
      draw: { id, name, points, untilDay, prizes, nothing, fallback, state, seedHash, seed },
      free: mine.free,
      why: sentenceOf(ctx, row, obstacleTo(row, mine, ctx.today)),
      tries: tries.get(row.id) ?? [],
    };
  });
}

function sentenceOf(ctx: Ctx, row: DrawRow, obstacle: Obstacle | null): string | null {
  return obstacle && errorSentence(ctx.locale, obstacle.code, { ...wordsOf(ctx, row), ...obstacle });
}
