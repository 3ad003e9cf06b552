import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { may } from '../../kernel/access.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { command } from '../../kernel/enter.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { csvCell } from '../../kernel/files/harmless-cell.ts';
import type { Entry, House } from '../../kernel/house.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { transferErrors } from './contract.ts';
import { exportKindNamed, type ExportCell, type ExportColumn, type ExportKind } from './kinds.ts';
import { workbookBytes } from './workbook-writer.ts';

const refuse = refusals(transferErrors);

export interface OpenExport {
  fileName: string;
  mediaType: string;
  bytes: Readable;
}

/** Checks the right, writes who exported what, and gives the file as a stream that is read as it is sent. */
export async function openExport(
  house: House,
  entry: Entry,
  name: string,
  query: Record<string, string>,
  format: string,
): Promise<OpenExport> {
  const kind = exportKindNamed(name);
  if (!kind) throw refuse('EXPORT_KIND_UNKNOWN', { kind: name });
  if (format !== 'csv' && format !== 'xlsx') throw refuse('EXPORT_FORMAT_UNKNOWN', { path: 'format', format });
  const { actor } = entry;
  if (actor.kind !== 'system' && !may(actor, kind.permission)) {
    throw refuseCommon(actor.kind === 'anonymous' ? 'SIGN_IN_NEEDED' : 'NOT_ALLOWED', { permission: kind.permission });
  }
  const first = await command(house.database, entry, async (ctx) => {
    await recordAudit(ctx, { action: 'export.made', entity: 'export', detail: { kind: name, format, ...query } });
    return { columns: await kind.columns(ctx), today: ctx.today };
  });
  const rows = pages(house, entry, kind, query);
  // What is wrong with the query shows with the first page, before any byte is promised.
  const begun = await rows.next();
  const content = contentOf(entry, first.columns, begun, rows);
  return {
    fileName: `${name}-${first.today}.${format}`,
    mediaType:
      format === 'csv'
        ? 'text/csv; charset=utf-8'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: Readable.from(format === 'csv' ? csvText(content) : workbookBytes(content), { objectMode: false }),
  };
}

export interface SheetContent {
  titles: string[];
  numbers: boolean[];
  pages: AsyncIterable<ExportCell[][]>;
}

/** One read-only view of everything, so that a row that moves meanwhile is neither missed nor doubled. */
async function* pages(
  house: House,
  entry: Entry,
  kind: ExportKind,
  query: Record<string, string>,
): AsyncGenerator<ExportCell[][]> {
  const queue: { page?: ExportCell[][]; error?: unknown; done?: boolean }[] = [];
  let wake = Promise.withResolvers<void>();
  let room = Promise.withResolvers<void>();
  let stopped = false;
  const reading = command(house.database, entry, async (ctx: Ctx) => {
    await sql`set transaction isolation level repeatable read, read only`.execute(ctx.db);
    await sql`set local statement_timeout = 0`.execute(ctx.db);
    for await (const page of kind.rows(ctx, query)) {
      queue.push({ page });
      wake.resolve();
      if (queue.length >= 4) {
        await room.promise;
        room = Promise.withResolvers();
      }
      if (stopped) return;
    }
  }).then(
    () => queue.push({ done: true }),
    (error: unknown) => queue.push({ error }),
  );
  void reading.then(() => wake.resolve());
  try {
    for (;;) {
      const next = queue.shift();
      if (!next) {
        await wake.promise;
        wake = Promise.withResolvers();
        continue;
      }
      room.resolve();
      if ('error' in next) throw next.error;
      if (next.done) return;
      if (next.page) yield next.page;
    }
  } finally {
    stopped = true;
    room.resolve();
    await reading;
  }
}

function contentOf(
  entry: Entry,
  columns: readonly ExportColumn[],
  begun: IteratorResult<ExportCell[][]>,
  rest: AsyncGenerator<ExportCell[][]>,
): SheetContent {
  async function* all(): AsyncGenerator<ExportCell[][]> {
    if (begun.done) return;
    yield begun.value;
    yield* rest;
  }
  return {
    titles: columns.map(({ title, literal }) => (literal ? title : translate(entry.locale, title))),
    numbers: columns.map(({ number }) => number === true),
    pages: all(),
  };
}

async function* csvText({ titles, pages: all }: SheetContent): AsyncGenerator<Buffer> {
  // The mark by which spreadsheets know UTF-8.
  yield Buffer.from(`\uFEFF${titles.map(csvCell).join(',')}\r\n`);
  for await (const page of all) {
    yield Buffer.from(page.map((row) => `${row.map(csvCell).join(',')}\r\n`).join(''));
  }
}
