import type { Ctx } from '../../kernel/context.ts';
import { COUNT_LIMIT } from '../../kernel/paging.ts';
import { formatDecimal } from '../../maths/money.ts';
import { customerNames, visibleCustomers } from '../customers/index.ts';
import { memberNames } from '../workspaces/index.ts';
import type { Card, Desk } from './contract.ts';
import { reasonKindNamed, type ReasonFacts } from './kinds.ts';
import { sentenceOf, suggestionOf } from './sentences.ts';
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
  const cards = await cardsOf(ctx, ranked);
  const left = Math.min(waiting, COUNT_LIMIT) - cards.length;
  return {
    day: ctx.today,
    cards,
    capacity,
    done,
    waiting: { value: Math.max(0, left), exact: waiting <= COUNT_LIMIT },
    hasCustomers: waiting > 0 || (await hasCustomers(ctx)),
  };
}

interface Ranked {
  customer_id: string;
  stake: bigint;
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
    .where(visibleCustomers(ctx));
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

type OpenReason = ReasonFacts & { id: string };

async function cardsOf(ctx: Ctx, ranked: Ranked[]): Promise<Card[]> {
  if (ranked.length === 0) return [];
  const ids = ranked.map((one) => one.customer_id);
  const [customers, reasons] = await Promise.all([customerNames(ctx, ids), reasonsOf(ctx, ids)]);
  const owners = [...customers.values()].map((customer) => customer.ownerId).filter((owner) => owner !== null);
  const [members, playbook] = await Promise.all([memberNames(ctx, [...new Set(owners)]), ownWords(ctx, reasons)]);
  return ranked.flatMap(({ customer_id: id, stake }, index) => {
    const customer = customers.get(id);
    if (!customer) return [];
    const { name, phone, stage, ownerId } = customer;
    const own = reasons.get(id) ?? [];
    const ownerName = ownerId === null ? undefined : members.get(ownerId);
    return {
      id,
      rank: index + 1,
      customer: { id, name, phone, stage, owner: ownerId && ownerName ? { id: ownerId, name: ownerName } : null },
      reasons: own.map((reason) => presentReason(ctx, name, reason)),
      stake: inBase(ctx, stake),
      suggestion: wordsToSay(ctx, name, own, playbook),
    };
  });
}

/** The gravest first. */
async function reasonsOf(ctx: Ctx, customerIds: string[]): Promise<Map<string, OpenReason[]>> {
  const rows = await ctx.db
    .selectFrom('today_reasons')
    .select(['id', 'customer_id', 'kind', 'source', 'stake_minor', 'due_on', 'params'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', 'in', customerIds)
    .where('settled_at', 'is', null)
    .where('show_from', '<=', ctx.today)
    .orderBy('stake_minor', 'desc')
    .orderBy('due_on', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute();
  const reasons = rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    kind: row.kind,
    source: row.source,
    stakeMinor: row.stake_minor,
    dueOn: row.due_on,
    params: row.params as Record<string, unknown>,
  }));
  return Map.groupBy(reasons, (reason) => reason.customerId);
}

function presentReason(ctx: Ctx, name: string, reason: OpenReason): Card['reasons'][number] {
  return {
    id: reason.id,
    kind: reason.kind,
    text: sentenceOf(ctx, name, reason),
    stake: inBase(ctx, reason.stakeMinor),
    due: reason.dueOn,
    source: reason.source,
    explanation: reasonKindNamed(reason.kind)?.explain?.(ctx, reason),
  };
}

function inBase(ctx: Ctx, minor: bigint) {
  const currency = ctx.workspace.baseCurrency;
  return { amount: formatDecimal(minor, currency), currency };
}

/** Kind → customer → the shop's own words. */
type OwnWords = Map<string, ReadonlyMap<string, string>>;

async function ownWords(ctx: Ctx, reasons: Map<string, OpenReason[]>): Promise<OwnWords> {
  const byKind = Map.groupBy([...reasons.values()].flat(), (reason) => reason.kind);
  const words: OwnWords = new Map();
  for (const [kind, ofKind] of byKind) {
    const suggest = reasonKindNamed(kind)?.suggestion;
    const customerIds = [...new Set(ofKind.map((reason) => reason.customerId))];
    if (suggest) words.set(kind, await suggest(ctx, customerIds));
  }
  return words;
}

/** A day to keep is the best occasion to write; else the gravest reason that has words. */
function wordsToSay(ctx: Ctx, name: string, reasons: OpenReason[], playbook: OwnWords): string | null {
  const dated = reasons.filter((reason) => reason.dueOn !== null);
  for (const reason of [...dated, ...reasons]) {
    const words = playbook.get(reason.kind)?.get(reason.customerId) ?? suggestionOf(ctx, name, reason);
    if (words) return words;
  }
  return null;
}
