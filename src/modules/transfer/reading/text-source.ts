import { decode, decodedText } from './decode-text.ts';
import { delimitedRows } from './delimited-rows.ts';
import { guessEncodings, looksBinary } from './encoding.ts';
import { FileUnreadable } from './file-unreadable.ts';
import { fixedWidthRows } from './fixed-width-rows.ts';
import type { ByteSample } from './sample-bytes.ts';
import { findSeparator } from './separator.ts';
import type { Encoding, EncodingCandidate, RowSource, Separator, TableChoice, TableFormat, TableRow } from './table.ts';

export interface DecodedHead {
  encoding: Encoding;
  text: string;
  ambiguous?: EncodingCandidate[];
}

/** The beginning of a text file, in the encoding that the person chose or that the evidence favours. */
export function decodeHead(bytes: ByteSample, chosen: Encoding | undefined): DecodedHead {
  const guesses = chosen ? [{ encoding: chosen }] : guessEncodings(bytes);
  const [best] = guesses;
  if (!best) throw new FileUnreadable(hasBinary(bytes.head) ? 'FILE_TYPE_UNKNOWN' : 'FILE_ENCODING_UNKNOWN');
  const text = decode(bytes.head, best.encoding);
  if (looksBinary(text)) throw new FileUnreadable('FILE_TYPE_UNKNOWN');
  if (guesses.length < 2) return { encoding: best.encoding, text };
  const ambiguous = guesses.map(({ encoding }) => ({ encoding, preview: preview(bytes.spread, encoding) }));
  return { encoding: best.encoding, text, ambiguous };
}

export function textSource(path: string, size: number, head: DecodedHead, choice: TableChoice): RowSource {
  const { encoding, ambiguous } = head;
  const found = choice.fixedWidths
    ? { separator: '' as const, fixedWidths: choice.fixedWidths }
    : separatorOf(head, choice);
  const { separator, fixedWidths } = found;
  const lineEnd = head.text.includes('\n') || !head.text.includes('\r') ? '\n' : '\r';
  return {
    format: formatOf(separator),
    encoding,
    separator,
    fixedWidths,
    sheets: [],
    ambiguous,
    totalBytes: size,
    read(progress) {
      const texts = decodedText({ path, encoding, progress });
      const rows =
        separator === ' ' || separator === ''
          ? fixedWidthRows(texts, fixedWidths)
          : delimitedRows(texts, { separator, lineEnd });
      return withLosses(rows, encoding);
    },
  };
}

function separatorOf(head: DecodedHead, choice: TableChoice): { separator: Separator; fixedWidths?: number[] } {
  const found = findSeparator(head.text.slice(0, head.text.lastIndexOf('\n') + 1 || undefined));
  return choice.separator === undefined || choice.separator === found.separator
    ? found
    : { separator: choice.separator };
}

function formatOf(separator: Separator): TableFormat {
  if (separator === ' ' || separator === '') return 'fixed';
  if (separator === '\t') return 'tsv';
  return separator === '|' ? 'txt' : 'csv';
}

function hasBinary(bytes: Buffer): boolean {
  return looksBinary(bytes.subarray(0, 4096).toString('latin1'));
}

function preview(bytes: Buffer, encoding: Encoding): string[] {
  const lines = decode(bytes, encoding).split(/\r\n|\n|\r/);
  return lines
    .filter((line) => /[^\p{ASCII}]/u.test(line))
    .slice(0, 5)
    .map((line) => line.slice(0, 120));
}

// A till that cuts names at a number of bytes loses half a character here and there; a wrong encoding loses it everywhere.
const FIRST_LOSSES = 20;
const LOST_SHARE = 0.02;

async function* withLosses(batches: AsyncIterable<TableRow[]>, encoding: Encoding): AsyncGenerator<TableRow[]> {
  let rows = 0;
  let lost = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      rows += 1;
      if (!row.cells.some((cell) => cell.includes('\ufffd'))) continue;
      lost += 1;
      row.problem ??= 'CHARACTERS_LOST';
      if (lost > FIRST_LOSSES && lost > rows * LOST_SHARE) {
        throw new FileUnreadable('FILE_ENCODING_UNKNOWN', { encoding, line: row.line });
      }
    }
    yield batch;
  }
}
