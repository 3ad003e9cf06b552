import { sql } from 'kysely';
import { addDays } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { keptCardOf, reaching } from '../../customers/index.ts';
import { currentVersion } from '../programme/programme.ts';
import { closeBooks, loadLots, post, type Entry, type EntryFacts } from './books.ts';
import { pointErrors, type ReverseInput } from './contract.ts';
import { holdingOf } from './points.ts';
import { presentPosted } from './present.ts';
import { restore, takeBack, type Posting, type Refused, type Taken } from './rules/postings.ts';
import { accountToChange, onceByBody } from './with-account.ts';

const refuse = refusals(pointErrors);
/** Days for which points come back that would have expired meanwhile. */
const FRESH_DAYS = 30;

/** What somebody asks to be taken back by hand. */
export async function reverseEntry(ctx: Ctx, input: ReverseInput) {
  return onceByBody(ctx, 'POST /loyalty/reverse', input, async () => {
    const wanted = input.entryId ?? (await newestReversible(ctx, input.customerId as string));
    await entryNamed(ctx, wanted, input.customerId);
    const reversal = await takeEntryBack(ctx, { entryId: wanted, points: input.points, reason: input.reason });
    return presentPosted(ctx, reversal, await currentVersion(ctx));
  });
}

interface TakenBack {
  entryId: string;
  points?: number | undefined;
  reason?: string | null | undefined;
  /** The points of a gift come back when the gift does, and not by themselves. */
  withGift?: true;
}

/** Takes an entry back, at most what is left of it: spent points return to their lots, given ones go. */
export async function takeEntryBack(
  ctx: Ctx,
  { entryId, points: wanted, reason, withGift }: TakenBack,
): Promise<Entry> {
  const { customerId } = await entryNamed(ctx, entryId, undefined);
  const { books, account } = await accountToChange(ctx, customerId, 'loyalty.post').catch(
    notFoundAs('ENTRY_NOT_FOUND'),
  );
  await loadLots(ctx, books);
  // Read again behind the lock: two tills may reverse one entry at once.
  const entry = await entryNamed(ctx, entryId, undefined);
  if (entry.orderId !== null || !REVERSIBLE.has(entry.kind)) throw refuse('ENTRY_NOT_REVERSIBLE');
  // What was drawn is drawn.
  if (entry.source === 'draw' || (entry.source === 'gift' && !withGift)) throw refuse('ENTRY_NOT_REVERSIBLE');
  // Or a correction could be undone by whoever may not correct.
  if (entry.kind === 'adjust' && !(await reaching(ctx, account.customerId, ['loyalty.adjust'])).has('loyalty.adjust')) {
    throw refuseCommon('NOT_ALLOWED', { permission: 'loyalty.adjust' });
  }
  const left = Math.abs(Number(entry.points)) - Number(entry.reversed);
  if (left === 0) throw refuse('ENTRY_REVERSED_ALREADY');
  const points = wanted ?? left;
  if (points > left) throw refuse('POINTS_TOO_MANY', { path: 'points', left });
  const posting: Posting | Refused =
    entry.points > 0n
      ? takeBack(holdingOf(account), points, null)
      : restore(holdingOf(account), await takenBy(ctx, entry.id), points, {
          today: ctx.today,
          fresh: addDays(ctx.today, FRESH_DAYS),
        });
  if ('refused' in posting) throw refuse('POINTS_TOO_MANY', { path: 'points', left });
  const facts: EntryFacts = {
    kind: 'reverse',
    source: entry.source as EntryFacts['source'],
    activity: entry.activity,
    reason,
    reversesId: entry.id,
    programmeId: entry.programmeId,
  };
  const reversal = post(books, account, posting, facts);
  await closeBooks(ctx, books);
  return reversal;
}

/** Orders take care of their own points; what expired or went to another stays. */
const REVERSIBLE = new Set(['earn', 'redeem', 'adjust']);

interface Reversed {
  id: string;
  customerId: string;
  kind: string;
  points: bigint;
  reversed: bigint;
  source: string;
  activity: string | null;
  orderId: string | null;
  programmeId: string | null;
}

async function entryNamed(ctx: Ctx, id: string, customerId: string | undefined): Promise<Reversed> {
  const { rows } = await sql<Reversed>`
    select e.id, e.customer_id as "customerId", e.kind, e.points, e.source, e.activity, e.order_id as "orderId",
      e.programme_id as "programmeId", coalesce((
        select sum(abs(r.points)) from loyalty_entries r
        where r.workspace_id = e.workspace_id and r.reverses_id = e.id), 0)::int8 as reversed
    from loyalty_entries e where e.workspace_id = ${ctx.workspace.id} and e.id = ${id}`.execute(ctx.db);
  const [entry] = rows;
  if (!entry) throw refuse('ENTRY_NOT_FOUND');
  const card = await keptCardOf(ctx, entry.customerId);
  if (customerId !== undefined && card !== (await keptCardOf(ctx, customerId))) throw refuse('ENTRY_NOT_FOUND');
  return { ...entry, customerId: card };
}

async function newestReversible(ctx: Ctx, customerId: string): Promise<string> {
  const card = await keptCardOf(ctx, customerId);
  const { rows } = await sql<{ id: string }>`
    select e.id from loyalty_entries e
    where e.workspace_id = ${ctx.workspace.id} and e.customer_id = ${card} and e.kind in ('earn', 'redeem', 'adjust')
      and e.order_id is null and e.source not in ('gift', 'draw') and abs(e.points) > coalesce((
        select sum(abs(r.points)) from loyalty_entries r
        where r.workspace_id = e.workspace_id and r.reverses_id = e.id), 0)
    order by e.at desc, e.id desc limit 1`.execute(ctx.db);
  if (!rows[0]) throw refuse('ENTRY_NOT_FOUND');
  return rows[0].id;
}

/** The lots an entry took from, with what of it has not come back. */
async function takenBy(ctx: Ctx, entryId: string): Promise<Taken[]> {
  const { rows } = await sql<{ lotId: string; points: bigint; expiresOn: string | null }>`
    select m.lot_id as "lotId", -sum(m.points)::int8 as points, l.expires_on as "expiresOn"
    from loyalty_lot_moves m join loyalty_lots l on l.workspace_id = m.workspace_id and l.id = m.lot_id
    where m.workspace_id = ${ctx.workspace.id} and m.entry_id in (
      select ${entryId}::uuid union all
      select r.id from loyalty_entries r where r.workspace_id = ${ctx.workspace.id} and r.reverses_id = ${entryId})
    group by m.lot_id, l.expires_on having sum(m.points) < 0`.execute(ctx.db);
  return rows.map(({ points, ...one }) => ({ ...one, points: Number(points) }));
}

/** Whose entry it is says nothing to who may not see them. */
function notFoundAs(code: 'ENTRY_NOT_FOUND') {
  return (error: unknown): never => {
    throw (error as { code?: string }).code === 'CUSTOMER_NOT_FOUND' ? refuse(code) : error;
  };
}
