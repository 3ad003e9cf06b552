import { BATCH_ROWS, type TableRow } from './table.ts';

/** Rows of a text whose columns are aligned by blanks, or cut at given widths. */
export async function* fixedWidthRows(
  texts: AsyncIterable<string>,
  widths: number[] | undefined,
): AsyncGenerator<TableRow[]> {
  let batch: TableRow[] = [];
  let line = 0;
  for await (const text of lines(texts)) {
    line += 1;
    if (text.trim() === '') continue;
    batch.push({ line, cells: widths ? cutAtWidths(text, widths) : text.trim().split(/\s+/) });
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Widths of the columns if the lines are aligned: a column begins where a stretch that is blank in every line ends.
 * Undefined if there is no such stretch.
 */
export function alignedWidths(lines: string[]): number[] | undefined {
  const drawn = lines.map(displayColumns);
  const width = Math.max(...drawn.map((line) => line.length));
  const starts: number[] = [];
  for (let at = 0; at < width; at++) {
    const blankBefore = at === 0 || drawn.every((line) => isBlank(line[at - 1]));
    const blankHere = drawn.every((line) => isBlank(line[at]));
    if (blankBefore && !blankHere) starts.push(at);
  }
  if (starts.length < 2) return undefined;
  return starts.map((start, index) => (starts[index + 1] ?? width) - (index === 0 ? 0 : start));
}

export function cutAtWidths(line: string, widths: number[]): string[] {
  const drawn = displayColumns(line);
  let from = 0;
  return widths.map((width, index) => {
    const to = index === widths.length - 1 ? drawn.length : from + width;
    const cell = drawn.slice(from, to).join('').trim();
    from = to;
    return cell;
  });
}

async function* lines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of texts) {
    const parts = (rest + text).split(/\r?\n/);
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}

/** One entry per display column; the second half of a wide character is an empty string. */
function displayColumns(line: string): string[] {
  return [...line].flatMap((char) => (isWide(char) ? [char, ''] : [char]));
}

function isWide(char: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3ffff}]/u.test(
    char,
  );
}

function isBlank(column: string | undefined): boolean {
  return column === undefined || column === ' ';
}
