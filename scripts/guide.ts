/**
 * `npm run guide`: writes every page of the guide in Taiwan's words, from the one in simplified characters; with
 * `--verify` only says which pages are not what it would write.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTaiwan } from '../src/kernel/i18n/words.ts';

const folder = fileURLToPath(new URL('../docs/guide', import.meta.url));
const verify = process.argv.includes('--verify');

for (const simplified of readdirSync(folder).filter((name) => name.endsWith('.zh-CN.md'))) {
  const page = join(folder, simplified.replace('.zh-CN.', '.zh-TW.'));
  const text = inTaiwan(readFileSync(join(folder, simplified), 'utf8')).replaceAll('.zh-CN.md)', '.zh-TW.md)');
  if (!verify) writeFileSync(page, text);
  else if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
    console.error(`${page} is not up to date: run "npm run guide".`);
    process.exitCode = 1;
  }
}
