import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PoolConfig } from 'pg';
import type { Config } from '../../kernel/config.ts';
import { openDatabase } from '../../kernel/db/database.ts';
import { asSystem, command, workspaceById } from '../../kernel/enter.ts';
import { openSecrets } from '../../kernel/installation-key.ts';
import { installReactions } from '../../kernel/outbox.ts';
import { keepSecrets } from '../../kernel/secrets.ts';
import { eraseAgain, ERASED_FILE, readGraves } from '../../modules/customers/index.ts';
import { reactions } from '../modules.ts';
import type { Given } from './command.ts';

/**
 * A backup knows nothing of people who were erased after it was made; the data folder does. Whoever is named there is
 * erased again before anybody sees them.
 */
export async function eraseEverybodyAgain(config: Config, settings: PoolConfig, given: Given): Promise<number> {
  const elsewhere = given.flags['erased'];
  const file = typeof elsewhere === 'string' ? resolve(elsewhere) : join(config.dataDir, ERASED_FILE);
  if (typeof elsewhere === 'string') await access(file);
  const graves = await readGraves(file);
  if (graves.length === 0) {
    given.say(
      `If people were erased after this backup was made, restore it with --erased OLD_DATA_DIR/${ERASED_FILE}, or they are back.`,
    );
    return 0;
  }
  installReactions(reactions);
  const database = openDatabase(settings, 2);
  let erased = 0;
  try {
    keepSecrets(await openSecrets(database.local, config));
    for (const id of new Set(graves.map(({ workspaceId }) => workspaceId))) {
      const workspace = await workspaceById(database, id);
      if (workspace) erased += await command(database, asSystem(workspace), (ctx) => eraseAgain(ctx, graves));
    }
  } finally {
    await database.close();
  }
  if (erased > 0) given.say(`${erased} cards of people who had been erased since were erased again.`);
  return erased;
}
