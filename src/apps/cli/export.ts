import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { exportTo } from '../../modules/transfer/index.ts';
import { wordsOf, WrongUsage, type Given } from './command.ts';
import { placeOf, withHouse } from './house.ts';

export async function exportKind(given: Given): Promise<unknown> {
  const { kind } = wordsOf(given, 'kind');
  const format = given.flags['format'];
  if (format !== 'csv' && format !== 'xlsx') throw new WrongUsage('--format is csv or xlsx.');
  const out = given.flags['out'];
  return withHouse(async (house) => {
    const { entry } = await placeOf(house, given);
    if (typeof out !== 'string') {
      await exportTo(house, entry, kind, {}, format, process.stdout);
      return {};
    }
    const file = (await open(out, 'w')).createWriteStream();
    await exportTo(house, entry, kind, {}, format, file);
    file.end();
    await finished(file);
    given.say(`Written to ${out}.`);
    return { file: out };
  });
}
