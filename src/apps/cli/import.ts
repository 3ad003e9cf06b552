import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { startWorker } from '../../kernel/jobs/worker.ts';
import { importFile } from '../../modules/transfer/index.ts';
import { jobs } from '../modules.ts';
import { textFlag, wordsOf, type Command, WrongUsage } from './command.ts';
import { placeOf, withHouse, workspaceOption } from './house.ts';

export const importCommand: Command = {
  usage: 'import FILE [--kind customers|orders] [--workspace W] [--mapping M.json] [--dry-run]',
  summary: 'Import a file of customers or orders; a row that cannot be read never stops the others.',
  options: {
    ...workspaceOption,
    kind: { type: 'string', default: 'orders' },
    mapping: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  run(given) {
    const { file } = wordsOf(given, 'file');
    return withHouse(async (house) => {
      const { entry } = await placeOf(house, given);
      const worker = await startWorker(house, jobs);
      try {
        const done = await importFile(house, entry, {
          path: file,
          fileName: basename(file),
          kind: textFlag(given, 'kind'),
          mapping: await readMapping(given.flags['mapping']),
          dryRun: given.flags['dry-run'] === true,
        });
        const { rows, created, updated, skipped, failed } = done.counts;
        given.say(`${rows} rows: ${created} new, ${updated} changed, ${skipped} known, ${failed} with a fault.`);
        if (done.changeSet) given.say(`To take it back: regulars undo ${done.changeSet}`);
        return done;
      } finally {
        await worker.stop();
      }
    });
  },
};

async function readMapping(path: string | boolean | undefined): Promise<Record<string, string> | undefined> {
  if (typeof path !== 'string') return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
  } catch {
    throw new WrongUsage(`${path} is not a JSON file that can be read.`);
  }
}
