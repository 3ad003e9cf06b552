/**
 * `node scripts/leaked-passwords.ts LIST` makes the filter of leaked passwords anew from a list with one on each line.
 * The one that is there comes from `10_million_password_list_top_1M.txt` of SecLists (Daniel Miessler and others, MIT
 * licence), collected from breaches by Mark Burnett, who asks for his name (CC BY-SA 3.0). Only bits of hashes are kept.
 * What our rules refuse by themselves is left out.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { filterOf } from '../src/modules/workspaces/rules/leaked-passwords.ts';
import { passwordWeakness } from '../src/modules/workspaces/rules/password-weakness.ts';

const [list] = process.argv.slice(2);
if (!list) {
  process.stderr.write('node scripts/leaked-passwords.ts LIST\n');
  process.exit(2);
}
const lines = (await readFile(list, 'utf8')).split('\n').map((line) => line.trim());
const wanted = lines.filter((line) => line !== '' && passwordWeakness(line, []) === null);
const target = new URL('../src/modules/workspaces/leaked-passwords.bin', import.meta.url);
const filter = filterOf(wanted);
await writeFile(target, filter);
process.stdout.write(`${wanted.length} of ${lines.length} passwords, ${filter.length} bytes\n`);
