import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { exportTo } from '../../modules/transfer/index.ts';
import { wordsOf, WrongUsage, type Command } from './command.ts';
import { placeOf, withHouse, workspaceOption } from './house.ts';

export const exportCommand: Command = {
  usage: 'export KIND [--format csv|xlsx] [--out FILE] [--workspace W]',
  summary: 'Write customers or orders to a file, or to standard output.',
  options: { ...workspaceOption, format: { type: 'string', default: 'csv' }, out: { type: 'string' } },
  run(given) {
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
  },
};
