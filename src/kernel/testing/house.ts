import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { systemActor, stranger, type Actor, type Grants } from '../access.ts';
import { readConfig } from '../config.ts';
import type { Workspace } from '../context.ts';
import { command, workspaceOf } from '../enter.ts';
import { openFileStore } from '../files/store.ts';
import type { Doorkeeper, House, Work } from '../house.ts';
import { newId } from '../ids.ts';
import type { Job } from '../jobs/jobs.ts';
import { openQueue } from '../jobs/queue.ts';
import { openLiveFeed } from '../live.ts';
import { openMailer } from '../mail.ts';
import { keepSecrets, secretsFrom } from '../secrets.ts';
import { testDatabase } from './database.ts';
import { whenFileEnds } from './when-file-ends.ts';

export interface TestHouse extends House {
  /** A new, empty workspace. */
  openWorkspace(facts?: Partial<Workspace>): Promise<Workspace>;
  /** Runs a verb as somebody (the system unless said) in one transaction. */
  in<T>(workspace: Workspace, work: Work<T>, actor?: Actor): Promise<T>;
}

export interface TestHouseOptions {
  jobs?: readonly Job[];
  doorkeeper?: Doorkeeper;
}

const nobody: Doorkeeper = { identify: async () => ({ actor: stranger, workspace: null, locale: null }) };

/** Everything a process has, on a fresh database. */
export async function testHouse(options: TestHouseOptions = {}): Promise<TestHouse> {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'regulars-house-'));
  const log = pino({ level: 'silent' });
  const secrets = secretsFrom('a secret for tests only, never used elsewhere');
  keepSecrets(secrets);
  const jobs = await openQueue(database.settings, options.jobs ?? [], false, log);
  const live = await openLiveFeed(database.settings, log);
  whenFileEnds(async () => {
    await live.close();
    await jobs.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    config: readConfig({ DATA_DIR: folder, PORT: '0' }),
    database,
    jobs,
    live,
    log,
    files: openFileStore(join(folder, 'files')),
    mail: openMailer(undefined, 'regulars@localhost', log),
    secrets,
    doorkeeper: options.doorkeeper ?? nobody,
    async openWorkspace(facts = {}) {
      return database.transaction(null, async (db) => {
        const row = await db
          .insertInto('workspaces')
          .values({
            id: facts.id ?? newId(),
            name: facts.name ?? '林记茶行',
            zone: facts.zone ?? 'Asia/Shanghai',
            base_currency: facts.baseCurrency ?? 'CNY',
            language: facts.language ?? 'zh-CN',
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return workspaceOf(row);
      });
    },
    in: (workspace, work, actor = systemActor) => command(database, { workspace, actor, locale: 'en' }, work),
  };
}

/** A person with just these rights. */
export function actorWith(grants: Grants, facts: Partial<Actor> = {}): Actor {
  const memberId = facts.memberId ?? newId();
  return {
    kind: 'user',
    userId: newId(),
    memberId,
    keyId: null,
    name: '小张',
    role: 'clerk',
    teamMemberIds: [memberId],
    grants,
    ...facts,
  };
}
