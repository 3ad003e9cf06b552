import { readConfig } from '../../kernel/config.ts';
import { openHouse } from '../open-house.ts';
import { wordsOf, type Given } from './command.ts';

export async function migrate(given: Given): Promise<unknown> {
  wordsOf(given);
  const house = await openHouse(readConfig(), { besideRunningServer: true, supervise: false });
  await house.close();
  given.say('The database is up to date.');
  return { done: true };
}
