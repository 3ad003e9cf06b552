import { readConfig } from '../../kernel/config.ts';
import { openHouse } from '../open-house.ts';
import { wordsOf, type Command } from './command.ts';

export const migrateCommand: Command = {
  usage: 'migrate',
  summary: 'Bring the database to the newest version. Starting does it too.',
  async run(given) {
    wordsOf(given);
    const house = await openHouse(readConfig(), { besideRunningServer: true, supervise: false });
    await house.close();
    given.say('The database is up to date.');
    return { done: true };
  },
};
