import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { stranger, type Actor } from '../../kernel/access.ts';
import { now } from '../../kernel/clock.ts';
import { cookieName, SESSION_COOKIE } from '../../kernel/cookie-name.ts';
import { workspaceOf } from '../../kernel/enter.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Doorkeeper, Visitor } from '../../kernel/house.ts';
import { pickLocale } from '../../kernel/i18n/locales.ts';
import { standOn, type Premises } from './premises.ts';
import { rightsOfRole, secondStepRequired, standingOf } from './standing.ts';
import { hashOf } from './tokens.ts';

export const SESSION_DAYS = 30;
/** However often it is used, a session ends so many days after it began. */
const SESSION_MOST_DAYS = 90;
/** News of changed rights, for the doorkeepers of all processes. */
export const RIGHTS_CHANGED = 'rights';

const nobody: Visitor = { actor: stranger, workspace: null, locale: null };
const KEPT_MILLISECONDS = 10_000;
/** News takes a moment to come round; for so long after a change made here, nothing remembered is believed. */
const DOUBT_MILLISECONDS = 2_000;
let doubtUntil = 0;

/** Somebody leaves at this moment: what is known of them must not outlive it. */
type Guest = Visitor & { leavesAt?: Date | null };

/** Says who knocks, from cookie or key. What it knows is at most ten seconds old, and younger when rights change. */
export function openDoorkeeper(house: Premises): Doorkeeper {
  standOn(house);
  const known = new Map<string, { until: number; visitor: Promise<Guest> }>();
  const news = house.live.onAny(RIGHTS_CHANGED);
  void forgetOnNews(news.next, () => known.clear());

  return {
    async identify(headers, ip) {
      const key = /^Bearer (rk_[\w-]+)$/.exec(headers.authorization ?? '')?.[1];
      const token = key ? undefined : cookieOf(headers, cookieName(SESSION_COOKIE, house.config));
      if (!key && !token) return nobody;
      if (token) refuseForeignSites(house, headers);
      const wanted = String(headers['x-workspace'] ?? '');
      const cacheKey = hash('sha256', `${key ?? token} ${wanted}`, 'base64');
      const kept = known.get(cacheKey);
      if (kept && kept.until > Date.now() && Date.now() > doubtUntil) return kept.visitor;
      const visitor: Promise<Guest> = key
        ? byKey(house, key)
        : bySession(house, token as string, wanted, ip, headers['user-agent'] ?? null);
      if (known.size > 10_000) known.clear();
      const fresh = { until: Date.now() + KEPT_MILLISECONDS, visitor };
      known.set(cacheKey, fresh);
      visitor.catch(() => known.delete(cacheKey));
      const { leavesAt } = await visitor;
      if (leavesAt) fresh.until = Math.min(fresh.until, Date.now() + leavesAt.getTime() - now().getTime());
      return visitor;
    },
  };
}

/** Called where rights are changed, before the change is committed. */
export function doubtMemory(): void {
  doubtUntil = Date.now() + DOUBT_MILLISECONDS;
}

async function forgetOnNews(next: () => Promise<void>, forget: () => void): Promise<never> {
  for (;;) {
    await next();
    forget();
  }
}

function cookieOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const cookies = (headers.cookie ?? '').split(/;\s*/);
  const found = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
  return found && /^[\w-]{20,100}$/.test(found) ? found : undefined;
}

/** A cookie travels with requests that other sites make. Browsers say where a request comes from; those are refused. */
function refuseForeignSites(house: Premises, headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refuse('NOT_ALLOWED', { permission: '' });
  const { origin, host } = headers;
  if (origin === undefined) return;
  const own = [house.config.publicUrl, `http://${host}`, `https://${host}`];
  if (!own.includes(origin)) throw refuse('NOT_ALLOWED', { permission: '' });
}

async function bySession(
  house: Premises,
  token: string,
  wanted: string,
  ip: string | null,
  userAgent: string | null,
): Promise<Guest> {
  const db = house.database.local;
  const session = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([
      'sessions.id',
      'sessions.created_at',
      'sessions.last_seen_at',
      'sessions.strong',
      'sessions.only_workspace',
      'users.id as user_id',
      'users.name',
      'users.language',
    ])
    .select((eb) => eb('users.totp_secret', 'is not', null).as('has_code'))
    .where('sessions.token_hash', '=', hashOf(token))
    .where('sessions.expires_at', '>', now())
    .executeTakeFirst();
  if (!session) return nobody;
  if (now().getTime() - session.last_seen_at.getTime() > 3_600_000) {
    const seen = { last_seen_at: now(), expires_at: endOf(session.created_at) };
    await db
      .updateTable('sessions')
      .set({ ...seen, ip, user_agent: userAgent?.slice(0, 300) ?? null })
      .where('id', '=', session.id)
      .execute();
  }
  const all = await placesOf(house, session.user_id);
  const places = all.filter((one) => !session.only_workspace || one.workspace_id === session.only_workspace);
  const place = places.find((one) => one.workspace_id === wanted) ?? places[0];
  const locale = session.language ? pickLocale(session.language) : null;
  const person = {
    kind: 'user' as const,
    userId: session.user_id,
    keyId: null,
    sessionId: session.id,
    name: session.name,
  };
  if (!place) return { actor: { ...stranger, ...person, memberId: null }, workspace: null, locale };
  const { member_id: memberId, workspace_id: workspaceId, role } = place;
  const workspace = workspaceOf({ ...place, id: workspaceId, name: place.workspace_name });
  const reader = house.database.reader(workspaceId);
  if (!session.strong && !session.has_code && (await secondStepRequired(reader, workspaceId, role)))
    return { actor: { ...stranger, ...person, confined: true }, workspace, locale, leavesAt: place.ends_at };
  const standing = await standingOf(reader, { workspaceId, memberId, role }, now());
  const actor: Actor = { ...person, memberId, role, ...standing };
  return { actor, workspace, locale, leavesAt: place.ends_at };
}

function endOf(began: Date): Date {
  const unused = now().getTime() + SESSION_DAYS * 86_400_000;
  return new Date(Math.min(unused, began.getTime() + SESSION_MOST_DAYS * 86_400_000));
}

/** The workspaces a person works in, the first joined first. */
export function placesOf(house: Premises, userId: string) {
  return house.database.local
    .selectFrom('memberships')
    .innerJoin('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .select([
      'memberships.workspace_id',
      'memberships.id as member_id',
      'memberships.role',
      'memberships.ends_at',
      'workspaces.name as workspace_name',
      'workspaces.zone',
      'workspaces.base_currency',
      'workspaces.language',
    ])
    .where('memberships.user_id', '=', userId)
    .where('memberships.demo', '=', false)
    .where('memberships.deactivated_at', 'is', null)
    .where((eb) => eb.or([eb('memberships.ends_at', 'is', null), eb('memberships.ends_at', '>', now())]))
    .orderBy('memberships.created_at')
    .execute();
}

async function byKey(house: Premises, key: string): Promise<Guest> {
  const db = house.database.local;
  const row = await db
    .selectFrom('api_keys')
    .innerJoin('workspaces', 'workspaces.id', 'api_keys.workspace_id')
    .select([
      'api_keys.id as key_id',
      'api_keys.name as key_name',
      'api_keys.role',
      'api_keys.last_used_at',
      'api_keys.ends_at',
    ])
    .select(['workspaces.id', 'workspaces.name', 'workspaces.zone', 'workspaces.base_currency', 'workspaces.language'])
    .where('api_keys.key_hash', '=', hashOf(key))
    .where((eb) => eb.or([eb('api_keys.ends_at', 'is', null), eb('api_keys.ends_at', '>', now())]))
    .executeTakeFirst();
  if (!row) return nobody;
  if (!row.last_used_at || now().getTime() - row.last_used_at.getTime() > 3_600_000) {
    await db.updateTable('api_keys').set({ last_used_at: now() }).where('id', '=', row.key_id).execute();
  }
  const actor: Actor = {
    kind: 'key',
    userId: null,
    memberId: null,
    keyId: row.key_id,
    name: row.key_name,
    role: row.role,
    teamMemberIds: [],
    ...(await rightsOfRole(house.database.reader(row.id), row.id, row.role)),
  };
  return { actor, workspace: workspaceOf(row), locale: pickLocale(row.language), leavesAt: row.ends_at };
}
