import { startWorker } from '../../kernel/jobs/worker.ts';
import { loadDemoShop } from '../../modules/transfer/index.ts';
import { jobs } from '../modules.ts';
import { wordsOf, WrongUsage, type Command } from './command.ts';
import { placeOf, withHouse, workspaceOption } from './house.ts';

export const seed: Command = {
  usage: 'seed retail [--workspace W]',
  summary: 'Fill a workspace with a believable shop to try things with; an undo removes it.',
  options: workspaceOption,
  run(given) {
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
  },
};
