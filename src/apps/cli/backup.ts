import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeBackup } from '../../kernel/backup/backup.ts';
import { loadSecretKey } from '../../kernel/secrets.ts';
import { WrongUsage, type Given } from './command.ts';
import { withHouse } from './house.ts';

export async function backup(given: Given): Promise<unknown> {
  if (given.words.length > 1) throw new WrongUsage('Expected: one file, or none.');
  return withHouse(async (house) => {
    const { dataDir, secretKey } = house.config;
    const path = resolve(given.words[0] ?? (await ownPlace(dataDir)));
    const facts = await makeBackup(
      {
        settings: house.database.settings,
        files: house.files,
        secretKey: await loadSecretKey(dataDir, secretKey),
        keepKey: secretKey === undefined,
      },
      path,
    );
    given.say(`Saved in ${path}: ${facts.rows} rows of ${facts.tables} tables and ${facts.files} files.`);
    if (facts.missing > 0) given.say(`${facts.missing} files are not on this machine and could not be saved.`);
    if (secretKey !== undefined) given.say('SECRET_KEY is not in it: keep it with the backup, in another place.');
    return facts;
  });
}

async function ownPlace(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'backups');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, `regulars-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.tar.gz`);
}
