import { dayIn, isZone } from '../../maths/calendar.ts';
import { isCurrency } from '../../maths/money.ts';
import type { Ctx } from '../../kernel/context.ts';
import { SESSION_COOKIE } from '../../kernel/cookie-name.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/live.ts';
import { workspaceErrors, type SessionView } from './contract.ts';
import { doubtMemory, placesOf, RIGHTS_CHANGED, SESSION_DAYS } from './doorkeeper.ts';
import { premises } from './premises.ts';
import type { RoleRights } from './rules/roles.ts';
import { recordSignIn, type SignInWay } from './sign-in-log.ts';
import { rightsOfRole, secondStepRequired } from './standing.ts';
import { hashOf, newToken } from './tokens.ts';

const refuse = refusals(workspaceErrors);

interface SessionKind {
  /** Two things were shown when it began. */
  strong: boolean;
  /** The one workspace that it opens; null for all of the person's. */
  only: string | null;
}
const plain: SessionKind = { strong: false, only: null };

export async function readSession(ctx: Ctx): Promise<SessionView> {
  const { userId } = ctx.actor;
  if (!userId)
    return {
      setupNeeded: ctx.actor.kind === 'anonymous' && !(await anybody(ctx)),
      secondStepNeeded: false,
      workspaces: [],
      permissions: Object.keys(ctx.actor.grants),
      fields: ctx.actor.fields ?? {},
    };
  return sessionOf(ctx, userId, ctx.workspace.id, await runningSession(ctx));
}

/** What the pages know of who is signed in; `workspaceId` where it is one of theirs, else the first. */
export async function sessionOf(
  ctx: Ctx,
  userId: string,
  workspaceId?: string,
  { strong, only }: SessionKind = plain,
): Promise<SessionView> {
  const user = await ctx.db
    .selectFrom('users')
    .select(['id', 'name', 'email', 'language', 'totp_secret'])
    .where('id', '=', userId)
    .executeTakeFirst();
  if (!user) throw refuse('USER_UNKNOWN', { email: '' });
  const places = (await placesIn(ctx, userId)).filter((one) => only === null || one.workspace_id === only);
  const place = places.find((one) => one.workspace_id === workspaceId) ?? places[0];
  const language = user.language as 'zh-CN' | 'zh-TW' | 'en' | null;
  const { id, name, email } = user;
  const rights = place && (await rightsIn(place.workspace_id, place.role));
  const secondStepNeeded = place && !user.totp_secret && !strong && (await mustHaveSecondStep(place));
  return {
    setupNeeded: false,
    secondStepNeeded: secondStepNeeded ?? false,
    user: { id, name, email, language },
    ...(place
      ? {
          workspace: {
            id: place.workspace_id,
            name: place.workspace_name,
            zone: place.zone,
            baseCurrency: place.base_currency,
            language: place.language as 'zh-CN' | 'zh-TW' | 'en',
            today: dayIn(place.zone, ctx.now),
          },
        }
      : {}),
    workspaces: places.map((one) => ({ id: one.workspace_id, name: one.workspace_name })),
    permissions: secondStepNeeded ? [] : Object.keys(rights?.grants ?? {}),
    fields: rights?.fields ?? {},
  };
}

function mustHaveSecondStep({ workspace_id: workspaceId, role }: { workspace_id: string; role: string }) {
  return secondStepRequired(premises().database.reader(workspaceId), workspaceId, role);
}

/** Signing in stands in no workspace yet, so the roles of this one are read beside it. */
function rightsIn(workspaceId: string, role: string): Promise<RoleRights> {
  return rightsOfRole(premises().database.reader(workspaceId), workspaceId, role);
}

/** In the running transaction, so that a membership made just now is seen. */
function placesIn(ctx: Ctx, userId: string): ReturnType<typeof placesOf> {
  return placesOf({ ...premises(), database: { ...premises().database, local: ctx.db } }, userId);
}

export async function runningSession(ctx: Ctx): Promise<SessionKind> {
  const row = await ctx.db
    .selectFrom('sessions')
    .select(['strong', 'only_workspace as only'])
    .where('id', '=', ctx.actor.sessionId ?? null)
    .executeTakeFirst();
  return row ?? plain;
}

async function anybody(ctx: Ctx): Promise<boolean> {
  return (await ctx.db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Signs the person in on this browser; the session that it had before, whoever's, ends. */
export async function beginSession(ctx: Ctx, userId: string, way: SignInWay, kind: SessionKind = plain): Promise<void> {
  await recordSignIn(ctx, userId, way);
  await endRunning(ctx);
  const token = newToken();
  await ctx.db
    .insertInto('sessions')
    .values({
      id: newId(),
      token_hash: hashOf(token),
      user_id: userId,
      strong: kind.strong,
      only_workspace: kind.only,
      ip: ctx.request.ip,
      user_agent: ctx.request.userAgent?.slice(0, 300) ?? null,
      created_at: ctx.now,
      last_seen_at: ctx.now,
      expires_at: new Date(ctx.now.getTime() + SESSION_DAYS * 86_400_000),
    })
    .execute();
  ctx.reply.cookie(SESSION_COOKIE, token, { maxAgeSeconds: SESSION_DAYS * 86_400 });
}

async function endRunning(ctx: Ctx): Promise<void> {
  if (!ctx.actor.sessionId) return;
  await ctx.db.deleteFrom('sessions').where('id', '=', ctx.actor.sessionId).execute();
  await tellRightsChanged(ctx);
}

/** Rights changed: every doorkeeper forgets what it knew. */
export async function tellRightsChanged(ctx: Ctx): Promise<void> {
  doubtMemory();
  await tell(ctx.db, { workspaceId: ctx.workspace.id, topic: RIGHTS_CHANGED, payload: null });
}

export function checkPlace({ zone, currency }: { zone?: string | undefined; currency?: string | undefined }): void {
  if (zone !== undefined && !isZone(zone)) throw refuse('ZONE_UNKNOWN', { path: 'zone', zone });
  if (currency !== undefined && !isCurrency(currency)) throw refuse('CURRENCY_UNKNOWN', { path: 'currency', currency });
}
