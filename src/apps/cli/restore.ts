import { join, resolve } from 'node:path';
import { keyMarkOf } from '../../kernel/backup/backup.ts';
import { checkArchive } from '../../kernel/backup/manifest.ts';
import { refuseNewer, restoreBackup } from '../../kernel/backup/restore.ts';
import { readConfig } from '../../kernel/config.ts';
import { openFileStore } from '../../kernel/files/store.ts';
import { openLog } from '../../kernel/log.ts';
import { loadSecretKey } from '../../kernel/secrets.ts';
import { jobs } from '../modules.ts';
import { reachPostgres } from '../reach-postgres.ts';
import { eraseEverybodyAgain } from './erase-again.ts';
import { wordsOf, type Given } from './command.ts';

export async function restore(given: Given): Promise<unknown> {
  const { file } = wordsOf(given, 'file');
  const config = readConfig();
  const archive = await checkArchive(resolve(file));
  await refuseNewer(archive);
  const { settings, stop } = await reachPostgres(config, { besideRunningServer: true });
  try {
    const facts = await restoreBackup(archive, {
      settings,
      files: openFileStore(join(config.dataDir, 'files')),
      dataDir: config.dataDir,
      keyIsGiven: config.secretKey !== undefined,
      jobs,
      log: openLog('error'),
    });
    given.say(
      `Restored from ${archive.head.madeAt}: ${facts.rows} rows of ${facts.tables} tables, ${facts.files} files.`,
    );
    const sameKey = keyMarkOf(await loadSecretKey(config.dataDir, config.secretKey)) === archive.head.keyMark;
    if (!sameKey) {
      given.say('The SECRET_KEY is another one than then: set the old one, or sign-in in two steps will not work.');
    }
    const erasedAgain = await eraseEverybodyAgain(config, settings, given);
    given.say('If Regulars is running, start it again now.');
    return { ...facts, madeAt: archive.head.madeAt, sameKey, erasedAgain };
  } finally {
    await stop();
  }
}
