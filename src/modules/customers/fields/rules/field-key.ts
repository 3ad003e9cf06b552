import { foldText } from '../../rules/fold.ts';
import { pinyinOf } from '../../rules/salutation.ts';

const LONGEST = 30;

/** A key that says in plain letters what the field is called: `chayinpianhao`, `weddingDay2`. */
export function keyFor(name: string, taken: ReadonlySet<string>): string {
  const words = foldText(pinyinOf(name) || name)
    .normalize('NFD')
    .replace(/[^a-zA-Z0-9\s]/g, '')
    .trim()
    .split(/\s+/);
  const joined = words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  const stem = (/^[a-z]/i.test(joined) ? joined : `field${joined}`).slice(0, LONGEST - 4);
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? stem : `${stem}${n}`;
    if (!taken.has(key)) return key;
  }
}
