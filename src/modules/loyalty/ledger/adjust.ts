import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { encodeCursor, countOf, COUNT_LIMIT } from '../../../kernel/paging.ts';
import { sql } from 'kysely';
import { customerNames } from '../../customers/index.ts';
import { currentVersion } from '../programme/programme.ts';
import { expiryOf } from '../programme/rules/expiry.ts';
import { closeBooks, post, type Account, type Books, type Entry } from './books.ts';
import { pointErrors, type AdjustInput } from './contract.ts';
import { holdingOf, takePoints } from './points.ts';
import { placeInTime, presentPosted, type Place } from './present.ts';
import { give } from './rules/postings.ts';
import { accountToChange, onceByBody } from './with-account.ts';

const refuse = refusals(pointErrors);

/** A correction with its reason; beyond what one may do alone it waits for a second colleague. */
export async function adjustPoints(ctx: Ctx, input: AdjustInput) {
  return onceByBody(ctx, 'POST /loyalty/adjust', input, async () => {
    const version = await currentVersion(ctx);
    const { books, account } = await accountToChange(ctx, input.customerId, 'loyalty.adjust');
    const alone = version?.rules.limits.alone ?? 0;
    if (Math.abs(input.points) > alone && ctx.actor.kind !== 'system') {
      return { entry: null, balance: account.balance, requestId: await askColleague(ctx, account.customerId, input) };
    }
    const entry = await correct(ctx, books, account, input.points, input.reason);
    await closeBooks(ctx, books);
    return { ...(await presentPosted(ctx, entry, version)), requestId: null };
  });
}

export async function listRequests(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const before = placeInTime(cursor);
  const { rows } = await sql<RequestRow>`
    select r.id, r.customer_id as "customerId", r.points, r.reason, r.at, r.by_name as by, r.member_id as "memberId"
    from loyalty_requests r
    where r.workspace_id = ${ctx.workspace.id} and r.decision is null ${earlierThan(before)}
    order by r.at desc, r.id desc limit ${COUNT_LIMIT + 1}`.execute(ctx.db);
  const names = await customerNames(ctx, [...new Set(rows.map(({ customerId }) => customerId))]);
  const seen = rows.filter(({ customerId }) => names.has(customerId));
  const page = seen.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ customerId, memberId, points, at, ...row }) => {
      const { id, name } = names.get(customerId) as { id: string; name: string };
      return {
        ...row,
        customer: { id, name },
        points: Number(points),
        at: at.toISOString(),
        own: memberId !== null && memberId === ctx.actor.memberId,
      };
    }),
    nextCursor: last && seen.length > limit ? encodeCursor([last.at.toISOString(), last.id]) : null,
    count: countOf(seen.length),
  };
}

/** A second pair of eyes: never those of who asked. */
export async function decideRequest(ctx: Ctx, { id, agree }: { id: string; agree: boolean }) {
  const request = await requestOf(ctx, id);
  const { books, account } = await accountToChange(ctx, request.customer_id, 'loyalty.adjust').catch(
    (error: unknown) => {
      throw (error as { code?: string }).code === 'CUSTOMER_NOT_FOUND' ? refuse('POINT_REQUEST_NOT_FOUND') : error;
    },
  );
  if (request.decision !== null) throw refuse('POINT_REQUEST_DECIDED');
  // A program has no second pair of eyes: what one key asked for another could not look at.
  if (agree && (ctx.actor.memberId === null || request.member_id === ctx.actor.memberId)) {
    throw refuse('POINT_REQUEST_OWN');
  }
  const entry = agree ? await correct(ctx, books, account, Number(request.points), request.reason) : null;
  if (entry) await closeBooks(ctx, books);
  await ctx.db
    .updateTable('loyalty_requests')
    .set({
      decision: agree ? 'agreed' : 'declined',
      decided_by_name: ctx.actor.name,
      decided_at: ctx.now,
      entry_id: entry?.id ?? null,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, {
    action: agree ? 'loyalty_request.agreed' : 'loyalty_request.declined',
    entity: 'loyalty_request',
    entityId: id,
  });
  return { entry: entry ? (await presentPosted(ctx, entry, await currentVersion(ctx))).entry : null };
}

async function correct(ctx: Ctx, books: Books, account: Account, points: number, reason: string): Promise<Entry> {
  const facts = { kind: 'adjust', source: 'hand', reason } as const;
  await recordAudit(ctx, {
    action: 'loyalty_points.adjusted',
    entity: 'customer',
    entityId: account.customerId,
    detail: { points },
  });
  if (points < 0) return takePoints(ctx, books, account, -points, facts);
  const version = await currentVersion(ctx);
  const expiresOn = version ? expiryOf(version.rules.expiry, ctx.today) : null;
  const posting = give(holdingOf(account), points, { expiresOn, orderId: null });
  if ('refused' in posting) throw refuse('POINTS_TOO_MANY', { path: 'points' });
  return post(books, account, posting, { ...facts, programmeId: version?.id });
}

async function askColleague(ctx: Ctx, customerId: string, { points, reason }: AdjustInput): Promise<string> {
  const id = newId();
  await ctx.db
    .insertInto('loyalty_requests')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      customer_id: customerId,
      points: BigInt(points),
      reason,
      member_id: ctx.actor.memberId,
      by_name: ctx.actor.name,
      at: ctx.now,
    })
    .execute();
  await recordAudit(ctx, { action: 'loyalty_request.made', entity: 'loyalty_request', entityId: id });
  return id;
}

interface RequestRow {
  id: string;
  customerId: string;
  points: bigint;
  reason: string;
  at: Date;
  by: string;
  memberId: string | null;
}

function earlierThan(before: Place | null) {
  return before ? sql`and (r.at, r.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``;
}

async function requestOf(ctx: Ctx, id: string) {
  const row = await ctx.db
    .selectFrom('loyalty_requests')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('POINT_REQUEST_NOT_FOUND');
  return row;
}
