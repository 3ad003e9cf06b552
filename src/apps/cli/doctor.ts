import { mkdir, statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import { isOpenWithoutTls, OPEN_WITHOUT_TLS, readConfig } from '../../kernel/config.ts';
import { pendingMigrations } from '../../kernel/db/migrate.ts';
import { keyIsKnown } from '../../kernel/installation-key.ts';
import { UnknownKey } from '../../kernel/secrets.ts';
import type { OpenHouse } from '../open-house.ts';
import { plainSentence } from '../plain-sentence.ts';
import { wordsOf, type Given } from './command.ts';
import { withHouse } from './house.ts';

interface Finding {
  what: string;
  well: boolean;
  says: string;
}

export class NotWell extends Error {}

export async function doctor(given: Given): Promise<unknown> {
  wordsOf(given);
  const findings = [nodeVersion(), ...(await database()), await disk(), network(), mail()];
  for (const { what, well, says } of findings) given.say(`${well ? '✓' : '✗'} ${what}: ${says}`);
  const wrong = findings.filter((finding) => !finding.well);
  if (wrong.length > 0) throw new NotWell(`Not well: ${wrong.map(({ what }) => what).join(', ')}.`);
  return { findings };
}

function nodeVersion(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return { what: 'Node', well: major >= 24, says: `${process.version}${major < 24 ? '; run "npm ci" again' : ''}` };
}

async function database(): Promise<Finding[]> {
  try {
    return await withHouse(async (house) => {
      const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(
        house.database.local,
      );
      const pending = await pendingMigrations(house.database.settings);
      return [
        { what: 'PostgreSQL', well: true, says: `${rows[0]?.version} answers` },
        await secretKey(house),
        { what: 'Migrations', well: pending.length === 0, says: pending.join(', ') || 'up to date' },
      ];
    });
  } catch (error) {
    return [{ what: 'PostgreSQL', well: false, says: plainSentence(error) }];
  }
}

async function secretKey({ database, secrets }: OpenHouse): Promise<Finding> {
  const well = await keyIsKnown(database.local, secrets);
  return { what: 'SECRET_KEY', well, says: well ? 'opens what was sealed' : new UnknownKey().message };
}

async function disk(): Promise<Finding> {
  const { dataDir } = readConfig();
  await mkdir(dataDir, { recursive: true });
  const { bavail, bsize } = await statfs(dataDir);
  const gibibytes = (bavail * bsize) / 2 ** 30;
  return { what: 'Disk', well: gibibytes >= 1, says: `${gibibytes.toFixed(1)} GiB free in ${dataDir}` };
}

function network(): Finding {
  const config = readConfig();
  const open = isOpenWithoutTls(config);
  return { what: 'Network', well: !open, says: open ? OPEN_WITHOUT_TLS : `listens on ${config.host}` };
}

function mail(): Finding {
  const { smtpUrl } = readConfig();
  return {
    what: 'Mail',
    well: true,
    says: smtpUrl ? 'goes out through SMTP_URL' : 'SMTP_URL is not set; links are shown instead of sent',
  };
}
