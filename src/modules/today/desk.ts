import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { COUNT_LIMIT } from '../../kernel/paging.ts';
import { mayContact, visibleCustomers } from '../customers/index.ts';
import { cardsOf, type Ranked } from './cards.ts';
import type { Desk } from './contract.ts';
import { deskTasks } from './desk-tasks.ts';
import { kindsNotFor } from './kinds.ts';
import { openNotices } from './notices.ts';
import { readSettings } from './settings.ts';

const BEYOND = 200;
/** More reasons than customers have; only a desk full of busier ones would show fewer cards than it could. */
const REASONS_A_CARD = 10;

/**
 * The day's cards. First what is due today or overdue, then by what is at stake; as many as the day still holds for
 * this person.
 */
export async function readDesk(ctx: Ctx, { whose, beyond }: { whose: 'mine' | 'all'; beyond: boolean }): Promise<Desk> {
  const [{ capacity }, done] = await Promise.all([readSettings(ctx), countDone(ctx)]);
  const room = beyond ? BEYOND : Math.max(0, capacity - done);
  const [ranked, waiting] = await Promise.all([rankedCustomers(ctx, whose, room), countWaiting(ctx, whose)]);
  const [cards, notices, tasks] = await Promise.all([cardsOf(ctx, ranked), openNotices(ctx), deskTasks(ctx)]);
  const left = Math.min(waiting, COUNT_LIMIT) - cards.length;
  return {
    day: ctx.today,
    cards,
    notices,
    tasks,
    capacity,
    done,
    waiting: { value: Math.max(0, left), exact: waiting <= COUNT_LIMIT },
    hasCustomers: waiting > 0 || (await hasCustomers(ctx)),
  };
}

/** Each end of the order is read from its own index, so that the desk costs the same however many wait. */
async function rankedCustomers(ctx: Ctx, whose: 'mine' | 'all', room: number): Promise<Ranked[]> {
  if (room === 0) return [];
  const due = await dueCustomers(ctx, whose, room);
  const others = due.length < room ? await gravestReasons(ctx, whose, room * REASONS_A_CARD) : [];
  const ranked = new Map<string, Ranked>();
  for (const one of [...due, ...others]) if (!ranked.has(one.customer_id)) ranked.set(one.customer_id, one);
  return [...ranked.values()].slice(0, room);
}

/** Customers with something due today or overdue, the largest stake first. */
async function dueCustomers(ctx: Ctx, whose: 'mine' | 'all', room: number): Promise<Ranked[]> {
  return openReasons(ctx, whose)
    .innerJoin('today_reasons as any_reason', (join) =>
      join
        .onRef('any_reason.workspace_id', '=', 'today_reasons.workspace_id')
        .onRef('any_reason.customer_id', '=', 'today_reasons.customer_id')
        .on('any_reason.settled_at', 'is', null)
        .on('any_reason.show_from', '<=', ctx.today),
    )
    .select(['today_reasons.customer_id', (eb) => eb.fn.max('any_reason.stake_minor').as('stake')])
    .where('today_reasons.due_on', '<=', ctx.today)
    .groupBy('today_reasons.customer_id')
    .orderBy('stake', 'desc')
    .orderBy((eb) => eb.fn.min('today_reasons.due_on'))
    .orderBy('today_reasons.customer_id')
    .limit(room)
    .execute();
}

/** A customer's place is that of their gravest reason: the first one that comes. */
async function gravestReasons(ctx: Ctx, whose: 'mine' | 'all', limit: number): Promise<Ranked[]> {
  return openReasons(ctx, whose)
    .select(['today_reasons.customer_id', 'today_reasons.stake_minor as stake'])
    .orderBy('today_reasons.stake_minor', 'desc')
    .orderBy('today_reasons.due_on')
    .orderBy('today_reasons.id')
    .limit(limit)
    .execute();
}

async function countWaiting(ctx: Ctx, whose: 'mine' | 'all'): Promise<number> {
  const counted = await ctx.db
    .selectFrom(
      openReasons(ctx, whose)
        .select('today_reasons.customer_id')
        .distinct()
        .limit(COUNT_LIMIT + 1)
        .as('waiting'),
    )
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(counted.count);
}

function openReasons(ctx: Ctx, whose: 'mine' | 'all') {
  const hidden = kindsNotFor(ctx);
  const open = ctx.db
    .selectFrom('today_reasons')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.workspace_id', '=', 'today_reasons.workspace_id')
        .onRef('customers.id', '=', 'today_reasons.customer_id'),
    )
    .where('today_reasons.workspace_id', '=', ctx.workspace.id)
    .where('today_reasons.settled_at', 'is', null)
    .where('today_reasons.show_from', '<=', ctx.today)
    .$if(hidden.length > 0, (query) => query.where('today_reasons.kind', 'not in', hidden))
    .where(visibleCustomers(ctx))
    .where(mayContact(ctx, sql.ref('today_reasons.customer_id')));
  return whose === 'all' ? open : open.where('customers.owner_id', '=', ctx.actor.memberId);
}

/** Customers this person answered for today, answers taken back left out. */
async function countDone(ctx: Ctx): Promise<number> {
  const by = ctx.actor.userId ?? ctx.actor.keyId;
  if (by === null) return 0;
  const counted = await ctx.db
    .selectFrom('today_outcomes as answer')
    .select((eb) => eb.fn.count<bigint>('answer.customer_id').distinct().as('count'))
    .where('answer.workspace_id', '=', ctx.workspace.id)
    .where('answer.day', '=', ctx.today)
    .where('answer.by_id', '=', by)
    .where('answer.outcome', '!=', 'undone')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('today_outcomes as undo')
            .select('undo.id')
            .where('undo.workspace_id', '=', ctx.workspace.id)
            .whereRef('undo.undoes', '=', 'answer.id'),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(counted.count);
}

async function hasCustomers(ctx: Ctx): Promise<boolean> {
  const any = await ctx.db
    .selectFrom('customers')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('binned_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return any !== undefined;
}
