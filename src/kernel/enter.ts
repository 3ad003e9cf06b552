import type { PoolClient } from 'pg';
import { dayIn } from '../maths/calendar.ts';
import { systemActor } from './access.ts';
import { now } from './clock.ts';
import type { Ctx, Reply, Workspace } from './context.ts';
import { CHANGED } from './db/named.ts';
import { enterWorkspace, type Database, type Db } from './db/database.ts';
import type { Entry, Work } from './house.ts';
import { newId } from './ids.ts';

/** Stands for "no workspace" in public and sign-in operations; the wall shows no workspace's rows to it. */
export const nowhere: Workspace = {
  id: '00000000-0000-0000-0000-000000000000',
  name: '',
  zone: 'UTC',
  baseCurrency: 'CNY',
  language: 'zh-CN',
};

const MOST_TRIES = 4;
/** PostgreSQL took everything of a transaction back: another one stood in its way, or a plan was of tables before a change. */
const TAKEN_BACK = new Set(['40P01', '40001', CHANGED]);

/**
 * A command: one transaction for everything the verb does. Of two that wait for each other PostgreSQL ends one; that one
 * begins anew, so `work` may run more than once and must leave nothing outside the transaction.
 */
export async function command<T>(database: Database, entry: Entry, work: Work<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.transaction(entry.workspace?.id ?? null, (db, client) =>
        work(contextOf(entry, db, client)),
      );
    } catch (error) {
      if (tries === MOST_TRIES || !TAKEN_BACK.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

/** A query: every statement by itself, without a transaction around it. */
export function query<T>(database: Database, entry: Entry, work: Work<T>): Promise<T> {
  const db = entry.workspace ? database.reader(entry.workspace.id) : database.local;
  return work(contextOf(entry, db, null));
}

const unheard: Reply = { header: () => undefined, cookie: () => undefined };

/** Reactions, jobs and the command line act as the system. */
export function asSystem(workspace: Workspace): Entry {
  return { workspace, actor: systemActor, locale: workspace.language };
}

export async function workspaceById(database: Database, id: string): Promise<Workspace | undefined> {
  const row = await database.local
    .selectFrom('workspaces')
    .select(['id', 'name', 'zone', 'base_currency', 'language'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && workspaceOf(row);
}

export function workspaceOf(row: {
  id: string;
  name: string;
  zone: string;
  base_currency: string;
  language: string;
}): Workspace {
  return {
    id: row.id,
    name: row.name,
    zone: row.zone,
    baseCurrency: row.base_currency,
    language: row.language as Workspace['language'],
  };
}

function contextOf(entry: Entry, db: Db, client: PoolClient | null): Ctx {
  const workspace = entry.workspace ?? nowhere;
  const at = now();
  return {
    db,
    client,
    workspace,
    actor: entry.actor,
    locale: entry.locale,
    now: at,
    today: todayIn(workspace.zone, at),
    request: {
      id: entry.request?.id ?? newId(),
      ip: entry.request?.ip ?? null,
      userAgent: entry.request?.userAgent ?? null,
      idempotencyKey: entry.request?.idempotencyKey ?? null,
      ifMatch: entry.request?.ifMatch ?? null,
    },
    reply: entry.reply ?? unheard,
  };
}

const days = new Map<string, { minute: number; day: string }>();

// Days begin on a whole minute everywhere, so that the day is worked out once a minute and zone.
function todayIn(zone: string, at: Date): string {
  const minute = Math.floor(at.getTime() / 60_000);
  const known = days.get(zone);
  if (known?.minute === minute) return known.day;
  const day = dayIn(zone, at);
  days.set(zone, { minute, day });
  return day;
}

/** After an act in another workspace than the caller's own: what is written with the answer belongs to the caller's again. */
export async function comeBack(ctx: Ctx): Promise<void> {
  if (ctx.client !== null && ctx.workspace.id !== nowhere.id) await enterWorkspace(ctx.db, ctx.workspace.id);
}
