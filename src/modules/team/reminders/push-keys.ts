import type { House } from '../../../kernel/house.ts';
import { newPushKeys, type PushKeys } from './web-push.ts';

const PURPOSE = 'web push';

/** The installation's key pair, made when first asked for. Two processes that make one at once keep the first. */
export async function pushKeys({ database, secrets }: Pick<House, 'database' | 'secrets'>): Promise<PushKeys> {
  const kept = await keptKeys(database);
  if (!kept) {
    const made = newPushKeys();
    await database.local
      .insertInto('push_keys')
      .values({ public_key: made.publicKey, private_key: secrets.seal(PURPOSE, made.privateKey) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const { public_key: publicKey, private_key: sealed } = kept ?? (await keptKeys(database))!;
  return { publicKey, privateKey: secrets.unseal(PURPOSE, sealed) };
}

function keptKeys(database: House['database']) {
  return database.local.selectFrom('push_keys').select(['public_key', 'private_key']).executeTakeFirst();
}
