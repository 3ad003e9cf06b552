import { rotateSecrets } from '../../kernel/rotate-secrets.ts';
import { sealed } from '../modules.ts';
import { wordsOf, type Given } from './command.ts';
import { withHouse } from './house.ts';

export class NothingToRotate extends Error {}

export async function secretRotate(given: Given): Promise<unknown> {
  wordsOf(given);
  return withHouse(async ({ config, database, secrets }) => {
    if (config.secretKeyOld === undefined)
      throw new NothingToRotate('Name the key used so far in SECRET_KEY_OLD: docs/settings.md says how.');
    let resealed = 0;
    await rotateSecrets(database.settings, secrets, sealed, (count) => {
      resealed += count;
      given.say(`${resealed} sealed anew …`);
    });
    given.say(`Done: ${resealed} sealed anew. Remove SECRET_KEY_OLD, start again, and make a backup.`);
    return { resealed };
  });
}
