import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import type { Actor } from './access.ts';
import type { Config } from './config.ts';
import type { Ctx, Reply, RequestFacts, Workspace } from './context.ts';
import type { Database } from './db/database.ts';
import type { FileStore } from './files/store.ts';
import type { Locale } from './i18n/locales.ts';
import type { JobQueue } from './jobs/queue.ts';
import type { LiveFeed } from './live.ts';
import type { Mailer } from './mail.ts';
import type { Secrets } from './secrets.ts';

/** What one process has: made once at start, handed to whoever works outside a single request. */
export interface House {
  readonly config: Config;
  readonly database: Database;
  readonly jobs: JobQueue;
  readonly files: FileStore;
  readonly live: LiveFeed;
  readonly mail: Mailer;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly doorkeeper: Doorkeeper;
}

/** Who knocks, as far as cookies and keys tell. */
export interface Visitor {
  readonly actor: Actor;
  readonly workspace: Workspace | null;
  readonly locale: Locale | null;
}

/** Implemented by the workspaces module, so that the kernel needs no business table. */
export interface Doorkeeper {
  identify(headers: IncomingHttpHeaders, ip: string | null): Promise<Visitor>;
}

/** How a Ctx comes to be; the same for requests, reactions, jobs, the command line and tests. */
export interface Entry {
  readonly workspace: Workspace | null;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly request?: Partial<RequestFacts>;
  readonly reply?: Reply;
}

export type Work<T> = (ctx: Ctx) => Promise<T>;
