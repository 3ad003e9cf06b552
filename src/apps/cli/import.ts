import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { startWorker } from '../../kernel/jobs/worker.ts';
import { importFile } from '../../modules/transfer/index.ts';
import { jobs } from '../modules.ts';
import { textFlag, wordsOf, WrongUsage, type Given } from './command.ts';
import { placeOf, withHouse } from './house.ts';

export async function importFrom(given: Given): Promise<unknown> {
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
}

async function readMapping(path: string | boolean | undefined): Promise<Record<string, string> | undefined> {
  if (typeof path !== 'string') return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
  } catch {
    throw new WrongUsage(`${path} is not a JSON file that can be read.`);
  }
}
