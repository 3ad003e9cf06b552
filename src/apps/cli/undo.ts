import { command } from '../../kernel/enter.ts';
import { isId } from '../../kernel/ids.ts';
import { undoChangeSet } from '../../modules/transfer/index.ts';
import { wordsOf, WrongUsage, type Command } from './command.ts';
import { placeOf, withHouse, workspaceOption } from './house.ts';

export const undo: Command = {
  usage: 'undo CHANGE_SET [--workspace W]',
  summary: 'Take back an import, a merge or a bulk edit.',
  options: workspaceOption,
  run(given) {
    const { changeSet } = wordsOf(given, 'changeSet');
    if (!isId(changeSet)) throw new WrongUsage('CHANGE_SET is the id that an import printed.');
    return withHouse(async (house) => {
      const { entry } = await placeOf(house, given);
      const result = await command(house.database, entry, (ctx) => undoChangeSet(ctx, { id: changeSet }));
      const { kept, failed } = result.counts;
      given.say(`Taken back: ${result.reversed}. Kept, because somebody worked on them: ${kept}. Failed: ${failed}.`);
      return result;
    });
  },
};
