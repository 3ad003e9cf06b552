import { translate } from '../../kernel/i18n/translate.ts';
import type { Locale } from '../../kernel/i18n/locales.ts';
import { refusals } from '../../kernel/errors.ts';
import { transferErrors, type Choice, type Understanding } from './contract.ts';
import type { KindHere } from './kind-here.ts';
import type { BarredColumn } from './kinds.ts';
import { named, ownMeaning } from './rules/own-words.ts';
import { openTable } from './reading/open-table.ts';
import type { OpenTable, TableChoice } from './reading/table.ts';
import { guessColumns, guessLayout } from './rules/columns.ts';
import { dateOrderOf } from './rules/dates.ts';

const refuse = refusals(transferErrors);
/** Days above twelve, which tell day from month, may come late in a file. */
const DATES_LOOKED_AT = 100_000;

export function openFile(path: string, choice: Choice): Promise<OpenTable> {
  const { encoding, separator, sheet, header } = choice;
  return openTable(path, { encoding, separator: separator as TableChoice['separator'], sheet, header });
}

/** What is in the file and what its columns mean, with what the person said before what is guessed. */
export async function understand(path: string, kind: KindHere, choice: Choice, locale: Locale): Promise<Understanding> {
  const table = await openFile(path, choice);
  const guesses = guessColumns(table.header, table.sample, kind.kind === 'customers' ? 'customers' : 'orders');
  const mapping = mappingByNumber(table, choice.mapping ?? {});
  const columns = table.header.map((name, n) => {
    const said = mapping.get(n);
    const own = ownMeaning(kind.own, name, guesses[n]?.confidence ?? 0);
    const guessed = named(kind.barred, name) ? null : (own ?? guesses[n]?.meaning ?? null);
    const meaning = said === undefined ? (guessed && guessed in kind.columns ? guessed : null) : said;
    return {
      number: n + 1,
      name,
      meaning,
      confidence: said !== undefined || own ? 1 : (guesses[n]?.confidence ?? 0),
      samples: table.sample
        .map((row) => row[n] ?? '')
        .filter((cell) => cell.trim() !== '')
        .slice(0, 3),
    };
  });
  const unknown = columns.find(({ meaning }) => meaning !== null && !(meaning in kind.columns));
  if (unknown) throw refuse('IMPORT_COLUMN_UNKNOWN', { path: 'mapping', name: unknown.meaning ?? '' });
  const used = new Set(columns.flatMap(({ meaning }) => meaning ?? []));
  return {
    format: table.format,
    encoding: table.encoding ?? null,
    separator: table.separator ?? null,
    sheet: table.sheet ?? null,
    sheets: table.sheets.map(({ name }) => name),
    hasHeader: table.hasHeader,
    columns,
    ...shownMeanings(kind),
    takesMore: kind.addColumn !== undefined,
    layout: kind.kind === 'orders' ? guessLayout(guesses, table.sample) : null,
    dateOrder: choice.dateOrder ?? (await dateOrder(table, kind, columns)),
    encodings: table.ambiguous ?? [],
    missing: kind.needs.flatMap((group) => (group.some((meaning) => used.has(meaning)) ? [] : [group.slice()])),
    warnings: [
      ...table.warnings.map(({ code, params }) => translate(locale, `transfer:warnings.${code}`, params)),
      ...barredIn(table.header, kind).map(({ why, title }) => translate(locale, why, { title })),
    ],
  };
}

/** What a column can mean, and what people call those meanings that only this workspace knows. */
export function shownMeanings({ columns, own }: KindHere): Pick<Understanding, 'meanings' | 'titles'> {
  return {
    meanings: Object.keys(columns),
    titles: Object.fromEntries(own.map(({ meaning, title }) => [meaning, title])),
  };
}

/** Columns of the file that it cannot bring, each once. */
function barredIn(header: readonly string[], { barred }: KindHere): BarredColumn[] {
  return [...new Set(header.flatMap((name) => named(barred, name) ?? []))];
}

/** Questions that only the person can answer. */
export function isClear({ missing, dateOrder, encodings }: Understanding): boolean {
  return missing.length === 0 && dateOrder !== 'ambiguous' && encodings.length < 2;
}

function mappingByNumber(table: OpenTable, mapping: Record<string, string | null>): Map<number, string | null> {
  const found = new Map<number, string | null>();
  for (const [column, meaning] of Object.entries(mapping)) {
    const byName = table.header.indexOf(column);
    const n = byName >= 0 ? byName : Number(column) - 1;
    if (!Number.isInteger(n) || n < 0 || n >= table.header.length) {
      throw refuse('IMPORT_COLUMN_UNKNOWN', { path: 'mapping', name: column });
    }
    found.set(n, meaning);
  }
  return found;
}

async function dateOrder(
  table: OpenTable,
  kind: KindHere,
  columns: readonly { number: number; meaning: string | null }[],
): Promise<Understanding['dateOrder']> {
  const dates = columns.filter(({ meaning }) => meaning !== null && kind.columns[meaning] === 'date');
  if (dates.length === 0) return null;
  const texts = new Set<string>();
  let seen = 0;
  for await (const batch of table.rows()) {
    for (const { cells } of batch) {
      for (const { number } of dates) texts.add((cells[number - 1] ?? '').split(/[ T]/)[0] ?? '');
    }
    seen += batch.length;
    const order = dateOrderOf([...texts]);
    if (order !== 'ambiguous' || seen >= DATES_LOOKED_AT) return order ?? null;
  }
  return dateOrderOf([...texts]) ?? null;
}
