import { command } from '../../kernel/enter.ts';
import { isId } from '../../kernel/ids.ts';
import { undoChangeSet } from '../../modules/transfer/index.ts';
import { wordsOf, WrongUsage, type Given } from './command.ts';
import { placeOf, withHouse } from './house.ts';

export async function undo(given: Given): Promise<unknown> {
  const { changeSet } = wordsOf(given, 'changeSet');
  if (!isId(changeSet)) throw new WrongUsage('CHANGE_SET is the id that an import printed.');
  return withHouse(async (house) => {
    const { entry } = await placeOf(house, given);
    const result = await command(house.database, entry, (ctx) => undoChangeSet(ctx, { id: changeSet }));
    const { kept, failed } = result.counts;
    given.say(`Taken back: ${result.reversed}. Kept, because somebody worked on them: ${kept}. Failed: ${failed}.`);
    return result;
  });
}
