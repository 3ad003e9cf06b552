import { sql } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Db } from './db/database.ts';

export interface LiveMessage {
  workspaceId: string;
  topic: string;
  payload: unknown;
}

/** Short-lived news between processes (progress, "look again"), over LISTEN/NOTIFY. Losing one must do no harm. */
export interface LiveFeed {
  on(workspaceId: string, topic: string, hear: (payload: unknown) => void): () => void;
  /** Wake-ups for a loop: `next` resolves at the first message of the topic from any workspace. */
  onAny(topic: string): { next: () => Promise<void>; close: () => void };
  close(): Promise<void>;
}

const CHANNEL = 'regulars_live';

/** Sent when the transaction commits. Payloads stay small: PostgreSQL allows 8,000 bytes. */
export async function tell(db: Db, message: LiveMessage): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(message)})`.execute(db);
}

export async function openLiveFeed(settings: pg.PoolConfig, log: Logger, pauseMs = 1_000): Promise<LiveFeed> {
  const listeners = new Set<(message: LiveMessage) => void>();
  let client: pg.Client | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ ...settings, keepAlive: true, application_name: 'regulars-live' });
    fresh.on('error', () => undefined);
    fresh.on('end', tryAgain);
    fresh.on('notification', ({ payload }) => {
      const message = JSON.parse(payload ?? 'null') as LiveMessage;
      for (const hear of listeners) hear(message);
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
    } catch (error) {
      void fresh.end().catch(() => undefined);
      throw error;
    }
    client = fresh;
  }
  /** An attempt that fails both throws and ends: whatever says so, one attempt follows one. */
  function tryAgain(): void {
    clearTimeout(retry);
    if (!closed) retry = setTimeout(reconnect, pauseMs);
  }
  function reconnect(): void {
    connect().catch((error: unknown) => {
      log.warn({ err: error }, 'live feed');
      tryAgain();
    });
  }
  await connect();

  return {
    on(workspaceId, topic, hear) {
      const listener = (message: LiveMessage) => {
        if (message.workspaceId === workspaceId && message.topic === topic) hear(message.payload);
      };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onAny(topic) {
      let heard = Promise.withResolvers<void>();
      const listener = (message: LiveMessage) => {
        if (message.topic === topic) heard.resolve();
      };
      listeners.add(listener);
      return {
        // News that came while nobody waited resolves the next wait at once.
        async next() {
          await heard.promise;
          heard = Promise.withResolvers<void>();
        },
        close: () => {
          listeners.delete(listener);
          heard.resolve();
        },
      };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
