import type { Config } from './config.ts';
import type { Db } from './db/database.ts';
import { loadSecretKey, secretsFrom, UnknownKey, type Secrets } from './secrets.ts';

export const MARKING = 'marking key';

/**
 * The secrets of this installation. The first SECRET_KEY it ever had goes on marking, sealed with the present one. Where
 * no key that is given opens it, `unknown` hears so and the work goes on: whoever lost the key has lost what was sealed,
 * not the shop.
 */
export async function openSecrets(
  db: Db,
  config: Pick<Config, 'dataDir' | 'secretKey' | 'secretKeyOld'>,
  unknown: (sentence: string) => void = () => undefined,
): Promise<Secrets> {
  const secretKey = await loadSecretKey(config.dataDir, config.secretKey);
  const before = config.secretKeyOld === secretKey ? undefined : config.secretKeyOld;
  const sealing = secretsFrom(secretKey, { before });
  await db
    .insertInto('installation_keys')
    .values({ marking_key: sealing.seal(MARKING, before ?? secretKey) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const marking = await markingKey(db, sealing);
  if (marking === null) unknown(new UnknownKey().message);
  return secretsFrom(secretKey, { before, marking: marking ?? undefined });
}

/** Whether what this installation sealed opens with the keys that are given. */
export async function keyIsKnown(db: Db, secrets: Secrets): Promise<boolean> {
  return (await markingKey(db, secrets)) !== null;
}

async function markingKey(db: Db, secrets: Secrets): Promise<string | null> {
  const row = await db.selectFrom('installation_keys').select('marking_key').executeTakeFirstOrThrow();
  try {
    return secrets.unseal(MARKING, row.marking_key);
  } catch (error) {
    if (error instanceof UnknownKey) return null;
    throw error;
  }
}
