import { existsSync, readFileSync } from 'node:fs';
import type { BuyingHistory } from './histories.ts';

const folder = new URL('../../../../shared/data/cdnow/', import.meta.url);

export type SummaryRow = BuyingHistory & {
  /** Purchases in the 39 weeks held back. */
  held: number;
  /** Mean of the repeat purchases. */
  mean: number;
};

/** The unrounded CDNOW summary; empty where the real data are absent. */
export function readSummary(): SummaryRow[] {
  const file = new URL('btyd_cdnowSummary_cbs.csv', folder);
  if (!existsSync(file)) return [];
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const columns = head.split(',').map((name) => name.replaceAll('"', ''));
  const at = (name: string) => columns.indexOf(name);
  return lines.map((line) => {
    const cells = line.split(',').map(Number);
    const cell = (name: string) => cells[at(name)] ?? 0;
    return { x: cell('x'), tx: cell('t.x'), T: cell('T.cal'), held: cell('x.star'), mean: cell('m.x') };
  });
}

export function tellSkipped(rows: readonly unknown[], what: string): void {
  if (rows.length === 0) process.stderr.write(`${what} skipped: ../shared/data is not here\n`);
}
