import { join } from 'node:path';
import type { Config } from '../kernel/config.ts';
import { openDatabase } from '../kernel/db/database.ts';
import { migrate } from '../kernel/db/migrate.ts';
import { openFileStore } from '../kernel/files/store.ts';
import type { House } from '../kernel/house.ts';
import { openSecrets } from '../kernel/installation-key.ts';
import { openQueue } from '../kernel/jobs/queue.ts';
import { openLiveFeed } from '../kernel/live.ts';
import { openLog } from '../kernel/log.ts';
import { openMailer } from '../kernel/mail.ts';
import { installReactions } from '../kernel/outbox.ts';
import { keepSecrets } from '../kernel/secrets.ts';
import { openDoorkeeper } from '../modules/workspaces/index.ts';
import { jobs, reactions } from './modules.ts';
import { reachPostgres } from './reach-postgres.ts';

export interface OpenHouse extends House {
  /** Jobs first, then connections, then the database that is ours to stop. */
  close(): Promise<void>;
}

export interface Opening {
  /** The command line works through a server that is already running instead of waiting for its lock. */
  besideRunningServer?: boolean;
  supervise?: boolean;
}

/** Database, queue, files, mail and secrets of one process, migrated and ready. */
export async function openHouse(config: Config, opening: Opening = {}): Promise<OpenHouse> {
  const log = openLog(config.logLevel);
  const { settings, stop } = await reachPostgres(config, opening);
  const closers: (() => Promise<void>)[] = [stop];
  try {
    await migrate(settings);
    installReactions(reactions);
    const database = openDatabase(settings);
    closers.unshift(() => database.close());
    const queue = await openQueue(settings, jobs, opening.supervise ?? true, log);
    closers.unshift(() => queue.stop());
    const live = await openLiveFeed(settings, log);
    closers.unshift(() => live.close());
    const secrets = await openSecrets(database.local, config, (sentence) => log.warn(sentence));
    keepSecrets(secrets);
    const parts = {
      config,
      database,
      jobs: queue,
      live,
      log,
      secrets,
      files: openFileStore(join(config.dataDir, 'files')),
      mail: openMailer(config.smtpUrl, `Regulars <regulars@${new URL(config.publicUrl).hostname}>`, log),
    };
    return { ...parts, doorkeeper: openDoorkeeper(parts), close: () => closeAll(closers) };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  for (const close of closers) await close();
}
