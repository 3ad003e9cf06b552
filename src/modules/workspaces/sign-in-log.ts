import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { refuse } from '../../kernel/errors.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor } from '../../kernel/paging.ts';
import type { SignInView } from './contract.ts';
import { premises } from './premises.ts';

export type SignInWay = SignInView['way'];
export type SignInOutcome = SignInView['outcome'];
const KEPT_DAYS = 180;

interface Knock {
  userId: string;
  way: SignInWay;
  outcome: SignInOutcome;
}

/** Of a person who came in, in the same transaction; what is older than half a year goes. */
export async function recordSignIn(ctx: Ctx, userId: string, way: SignInWay): Promise<void> {
  await ctx.db
    .insertInto('sign_ins')
    .values(row(ctx, { userId, way, outcome: 'in' }))
    .execute();
  await ctx.db
    .deleteFrom('sign_ins')
    .where('user_id', '=', userId)
    .where('at', '<', new Date(ctx.now.getTime() - KEPT_DAYS * 86_400_000))
    .execute();
}

/** Of somebody who was refused. The refusal rolls the transaction back, so this is written beside it. */
export async function recordFailure(ctx: Ctx, knock: Knock): Promise<void> {
  await premises().database.aside.insertInto('sign_ins').values(row(ctx, knock)).execute();
}

function row(ctx: Ctx, { userId, way, outcome }: Knock) {
  return {
    user_id: userId,
    id: newId(),
    at: ctx.now,
    outcome,
    way,
    ip: ctx.request.ip,
    user_agent: ctx.request.userAgent?.slice(0, 300) ?? null,
  };
}

interface Wanted {
  limit: number;
  cursor?: string | undefined;
}

export function mySignIns(ctx: Ctx, wanted: Wanted) {
  return signIns(ctx, wanted, sql`select ${ctx.actor.userId}::uuid as user_id, ''::text as name`);
}

/** Everybody who has ever worked here, or one of them. */
export function teamSignIns(ctx: Ctx, { memberId, ...wanted }: Wanted & { memberId?: string | undefined }) {
  return signIns(
    ctx,
    wanted,
    sql`select m.user_id, u.name from memberships m join users u on u.id = m.user_id
      where m.workspace_id = ${ctx.workspace.id} ${memberId ? sql`and m.id = ${memberId}` : sql``}`,
  );
}

/** The newest of each person are looked up, not everybody's read. */
async function signIns(ctx: Ctx, { limit, cursor }: Wanted, people: ReturnType<typeof sql>) {
  const before = placeIn(cursor);
  const { rows } = await sql<Row>`
    select s.*, p.name from (${people}) p cross join lateral (
      select id, at, outcome, way, ip, user_agent from sign_ins
      where user_id = p.user_id ${before ? sql`and (at, id) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : sql``}
      order by at desc, id desc limit ${limit + 1}) s
    order by s.at desc, s.id desc limit ${limit + 1}`.execute(ctx.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(present),
    nextCursor: last && rows.length > limit ? encodeCursor([last.at.toISOString(), last.id]) : null,
  };
}

function placeIn(cursor: string | undefined): [string, string] | null {
  const place = decodeCursor(cursor, 2);
  if (!place) return null;
  const [at, id] = [String(place[0]), String(place[1])];
  if (Number.isNaN(Date.parse(at)) || !isId(id)) throw refuse('BAD_INPUT', { path: 'cursor', problem: '' });
  return [at, id];
}

interface Row {
  id: string;
  at: Date;
  outcome: string;
  way: string;
  ip: string | null;
  user_agent: string | null;
  name: string;
}

function present({ id, at, outcome, way, ip, user_agent: userAgent, name }: Row): SignInView {
  return {
    id,
    at: at.toISOString(),
    outcome: outcome as SignInOutcome,
    way: way as SignInWay,
    ip,
    userAgent,
    name,
  };
}
