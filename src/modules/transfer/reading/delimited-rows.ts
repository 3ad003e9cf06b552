import { parse, type Parser } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { FileUnreadable } from './file-unreadable.ts';
import { BATCH_ROWS, type Separator, type TableRow } from './table.ts';

export interface DelimitedOptions {
  separator: Exclude<Separator, ' ' | ''>;
  /** Old Macintosh files end their lines with CR alone. */
  lineEnd: '\n' | '\r';
}

// A quote that is not closed within this many characters is no quote; the record is read again without it.
const MAX_RECORD = 64 * 1024;
const MAX_UNCLOSED_QUOTES = 1000;

/** Records of a separated text file. An unclosed quote spoils its own line, never the rest of the file. */
export async function* delimitedRows(
  texts: AsyncIterable<string>,
  options: DelimitedOptions,
): AsyncGenerator<TableRow[]> {
  const reader = recordReader(options);
  for await (const text of texts) {
    await reader.feed(text);
    while (reader.ready() >= BATCH_ROWS) yield reader.take();
  }
  await reader.finish();
  while (reader.ready() > 0) yield reader.take();
}

function recordReader(options: DelimitedOptions) {
  const rows: TableRow[] = [];
  let line = 1;
  let unclosed = 0;
  let parser = newParser();
  // What the parser has been given since its last whole record: needed to read that record again without its quote.
  let held: Buffer = Buffer.alloc(0);
  let heldFrom = 0;
  let whole = 0;

  function newParser(): Parser {
    const made = parse({
      delimiter: options.separator,
      record_delimiter: options.lineEnd === '\n' ? ['\r\n', '\n'] : '\r',
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: MAX_RECORD,
      on_record: (cells: string[]) => {
        const written = () => held.subarray(whole - heldFrom, made.info.bytes - heldFrom);
        if (mayHaveSwallowedRows(cells, options.separator) && !isWellQuoted(written(), options.separator)) {
          throw new Error('The quote of this record was closed in another one.');
        }
        keep(cells);
        whole = made.info.bytes;
        return null;
      },
    });
    // Errors arrive with the callback of the write; without a listener Node would throw them a second time.
    made.on('error', () => undefined);
    return made;
  }

  function keep(cells: string[], problem?: 'QUOTE_NOT_CLOSED'): void {
    if (cells.some((cell) => cell !== '')) rows.push(problem ? { line, cells, problem } : { line, cells });
    line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
  }

  async function feed(text: string | Buffer): Promise<void> {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const failed = await written(parser, bytes);
    held = held.subarray(whole - heldFrom);
    heldFrom = whole;
    if (failed) await readWithoutQuote();
  }

  async function finish(): Promise<void> {
    while (await ended(parser)) await readWithoutQuote();
  }

  async function readWithoutQuote(): Promise<void> {
    unclosed += 1;
    if (unclosed > MAX_UNCLOSED_QUOTES) throw new FileUnreadable('FILE_DAMAGED', { line });
    const end = held.indexOf(options.lineEnd);
    const damaged = held.subarray(0, end < 0 ? held.length : end).toString();
    const rest = held.subarray(end < 0 ? held.length : end + 1);
    keep(damaged.replace(/\r$/, '').split(options.separator).map(withoutQuotes), 'QUOTE_NOT_CLOSED');
    parser = newParser();
    held = Buffer.alloc(0);
    heldFrom = 0;
    whole = 0;
    if (rest.length > 0) await feed(rest);
  }

  return { feed, finish, ready: () => rows.length, take: () => rows.splice(0, BATCH_ROWS) };
}

function written(parser: Parser, bytes: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    parser.write(bytes, (error) => resolve(error instanceof Error));
  });
}

function ended(parser: Parser): Promise<boolean> {
  return new Promise((resolve) => {
    parser.once('error', () => resolve(true));
    parser.once('finish', () => resolve(false));
    parser.end();
  });
}

// A quote that the parser could not close properly stays in the cell, as does one that was written twice.
function mayHaveSwallowedRows(cells: string[], separator: string): boolean {
  return cells.some((cell) => {
    const lineEnd = cell.startsWith('"') ? cell.search(/[\r\n]/) : -1;
    return lineEnd >= 0 && cell.includes(separator, lineEnd);
  });
}

function isWellQuoted(record: Buffer, separator: string): boolean {
  try {
    return parseAtOnce(record, { delimiter: separator, relax_column_count: true }).length === 1;
  } catch {
    return false;
  }
}

function lineBreaks(cell: string): number {
  if (!cell.includes('\n') && !cell.includes('\r')) return 0;
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function withoutQuotes(cell: string): string {
  return cell.replace(/^"|"$/g, '');
}
