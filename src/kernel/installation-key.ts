import type { Config } from './config.ts';
import type { Db } from './db/database.ts';
import { loadSecretKey, secretsFrom, type Secrets } from './secrets.ts';

export const MARKING = 'marking key';

/**
 * The secrets of this installation. The first SECRET_KEY it ever had goes on marking, sealed with the present one; a key
 * that does not open it is not this installation's, and nothing is sealed with it by mistake.
 */
export async function openSecrets(
  db: Db,
  config: Pick<Config, 'dataDir' | 'secretKey' | 'secretKeyOld'>,
): Promise<Secrets> {
  const secretKey = await loadSecretKey(config.dataDir, config.secretKey);
  const before = config.secretKeyOld === secretKey ? undefined : config.secretKeyOld;
  const sealing = secretsFrom(secretKey, { before });
  const first = { marking_key: sealing.seal(MARKING, before ?? secretKey) };
  await db
    .insertInto('installation_keys')
    .values(first)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { marking_key: kept } = await db
    .selectFrom('installation_keys')
    .select('marking_key')
    .executeTakeFirstOrThrow();
  return secretsFrom(secretKey, { before, marking: sealing.unseal(MARKING, kept) });
}
