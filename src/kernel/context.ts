import type { PoolClient } from 'pg';
import type { Actor } from './access.ts';
import type { Db } from './db/database.ts';
import type { Locale } from './i18n/locales.ts';

export interface Workspace {
  readonly id: string;
  readonly name: string;
  /** IANA zone; "the shop's day" is a day in this zone. */
  readonly zone: string;
  /** ISO 4217. */
  readonly baseCurrency: string;
  readonly language: Locale;
}

export interface RequestFacts {
  readonly id: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly idempotencyKey: string | null;
  /** From `If-Match: "7"`. */
  readonly ifMatch: number | null;
}

/** What a verb may put on the answer besides its body. Does nothing outside HTTP. */
export interface Reply {
  header(name: string, value: string): void;
  /** Sets a cookie that scripts cannot read and other sites do not send; `null` ends it. */
  cookie(name: string, value: string | null, options?: { maxAgeSeconds?: number }): void;
}

/**
 * Everything a verb works with. In a command `db` is the one transaction of the request; in a query every statement
 * runs on its own. Both are behind the wall of `workspace`.
 */
export interface Ctx {
  readonly db: Db;
  /** The connection of the running transaction, for COPY. Absent in queries. */
  readonly client: PoolClient | null;
  readonly workspace: Workspace;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly now: Date;
  /** The shop's day, `YYYY-MM-DD`. */
  readonly today: string;
  /** When it really is, where `now` is a day of the past (the demo shop's). The log goes by it. */
  readonly wroteAt?: Date;
  readonly request: RequestFacts;
  readonly reply: Reply;
}
