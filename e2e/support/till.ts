import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDays } from '../../src/maths/calendar.ts';

/** The day on which the till's file is looked at: CDNOW's last purchases are of June 1998. */
export const DAY = '1998-07-01';

const cdnow = fileURLToPath(new URL('../../../shared/data/cdnow/CDNOW_sample.txt', import.meta.url));

/** A till's export with regulars, of whom some are slipping away: CDNOW's where it is at hand, else one of our own. */
export async function tillExport(): Promise<{ path: string; customers: number }> {
  if (existsSync(cdnow)) return { path: cdnow, customers: 2357 };
  console.log('shared/data is not there: the browser tests import a file of their own instead of CDNOW.');
  const path = join(await mkdtemp(join(tmpdir(), 'regulars-till-')), 'till.csv');
  const customers = 60;
  const lines = ['customer,date,total'];
  for (let n = 0; n < customers; n += 1) {
    const silent = n % 6 === 0 ? 80 : n % 14;
    for (let visit = 0; visit < 9; visit += 1) {
      lines.push(`C${100 + n},${addDays(DAY, -silent - 14 * visit - (visit % 3))},${20 + (n % 7)}.50`);
    }
  }
  await writeFile(path, lines.join('\n'));
  return { path, customers };
}
