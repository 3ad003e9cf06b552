import { startWorker } from '../../kernel/jobs/worker.ts';
import { loadDemoShop } from '../../modules/transfer/index.ts';
import { jobs } from '../modules.ts';
import { wordsOf, WrongUsage, type Given } from './command.ts';
import { placeOf, withHouse } from './house.ts';

export async function seed(given: Given): Promise<unknown> {
  const { trade } = wordsOf(given, 'trade');
  if (trade !== 'retail') throw new WrongUsage('The shop to try things with is "retail".');
  return withHouse(async (house) => {
    const { entry } = await placeOf(house, given);
    const worker = await startWorker(house, jobs);
    try {
      const changeSets = await loadDemoShop(house, entry);
      given.say(`The shop is there. To remove it: regulars undo ${changeSets[0]}`);
      return { changeSets };
    } finally {
      await worker.stop();
    }
  });
}
