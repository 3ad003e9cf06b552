import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { command, query } from '../../kernel/enter.ts';
import { csvCell } from '../../kernel/files/harmless-cell.ts';
import { refusals } from '../../kernel/errors.ts';
import type { House } from '../../kernel/house.ts';
import { once } from '../../kernel/http/idempotency.ts';
import { admit, API } from '../../kernel/http/routes.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { choice as choiceShape, transferErrors, type Choice, type ImportView } from './contract.ts';
import { openExport } from './export-file.ts';
import { addImport, presentFault, readImport, rowOf } from './imports.ts';
import { importJob, rehearsalJob } from './jobs.ts';
import { lookAtFile } from './receive-file.ts';
import { openWorkshop } from './workshop.ts';
import type { RowProblem } from './kinds.ts';

const refuse = refusals(transferErrors);

/** What is not JSON: files in, files out, and news of progress. */
export function transferRoutes(app: FastifyInstance, house: House): void {
  openWorkshop({ house, importJob, rehearsalJob });
  app.post(`${API}/imports`, (request, reply) => takeImport(house, request, reply));
  app.get(`${API}/imports/:id/errors.csv`, (request, reply) => sendErrors(house, request, reply));
  app.get(`${API}/imports/:id/events`, (request, reply) => sendEvents(house, request, reply));
  app.get(`${API}/exports/:kind`, (request, reply) => sendExport(house, request, reply));
}

/**
 * Fields before the file: `kind`, `mapping` (JSON), `choice` (JSON), `start` (`false` waits in preview; else it starts
 * by itself when nothing has to be asked).
 */
async function takeImport(house: House, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  admit(request.entry, 'imports.run');
  const fields: Record<string, string> = {};
  let arrived: Awaited<ReturnType<typeof storePart>> | undefined;
  if (request.isMultipart()) {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value).slice(0, 20_000);
      else arrived = await storePart(house, request, part);
    }
  }
  if (!arrived) throw refuse('IMPORT_FILE_MISSING', { path: 'file' });
  const { fileId } = arrived;
  try {
    const given = { kind: fields['kind'] ?? 'orders', choice: choiceOf(fields), start: fields['start'] !== 'false' };
    const looked = await query(house.database, request.entry, (ctx) => lookAtFile(house, ctx, arrived, given));
    const view = await command(house.database, request.entry, (ctx) => {
      const same = { ...given, sha256: arrived.sha256, fileName: arrived.fileName };
      return once(ctx, 'POST /imports', same, () => addImport(ctx, looked, given.start)) as Promise<ImportView>;
    });
    return await reply.status(201).send(view);
  } catch (error) {
    await house.files.remove(request.entry.workspace?.id ?? '', fileId);
    throw error;
  }
}

function choiceOf(fields: Record<string, string>): Choice {
  const said = parsed(fields['choice'], 'choice');
  const mapping = parsed(fields['mapping'], 'mapping');
  const result = choiceShape.safeParse({ ...(said as object), ...(fields['mapping'] ? { mapping } : {}) });
  if (!result.success)
    throw refuse('IMPORT_COLUMN_UNKNOWN', { path: 'mapping', name: result.error.issues[0]?.path.join('.') ?? '' });
  return result.data;
}

function parsed(text: string | undefined, name: string): unknown {
  try {
    return JSON.parse(text || '{}');
  } catch {
    throw refuse('IMPORT_COLUMN_UNKNOWN', { path: name, name });
  }
}

interface FilePart {
  filename: string;
  file: Readable;
}

async function storePart(house: House, request: FastifyRequest, part: FilePart) {
  const fileId = newId();
  const workspaceId = request.entry.workspace?.id ?? '';
  const { bytes, sha256 } = await house.files.put(workspaceId, fileId, part.file);
  const fileName = part.filename.replaceAll('\0', '').split(/[\\/]/).at(-1)?.slice(0, 200) || 'file';
  return { fileId, fileName, bytes, sha256: sha256.toString('hex') };
}

async function sendErrors(house: House, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  admit(request.entry, 'imports.run');
  const id = idOf(request);
  const { locale } = request.entry;
  const text = await query(house.database, request.entry, async (ctx) => {
    const row = await rowOf(ctx, id);
    const { columns } = row.understanding as { columns: { number: number; name: string; meaning: string | null }[] };
    const titles = columns.map(({ name, meaning, number }) => {
      return name || (meaning ? translate(locale, `transfer:meanings.${meaning}`) : String(number));
    });
    const faults = await ctx.db
      .selectFrom('import_errors')
      .select(['line', 'cells', 'problems'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('import_id', '=', id)
      .orderBy('line')
      .limit(1_000_000)
      .execute();
    const lines = [
      [...titles, translate(locale, 'transfer:errorFile.line'), translate(locale, 'transfer:errorFile.reason')],
    ];
    for (const fault of faults) {
      const shown = presentFault(ctx, row.kind, {
        line: Number(fault.line),
        cells: fault.cells,
        problems: fault.problems as unknown as RowProblem[],
      });
      const cells = columns.map((_column, n) => shown.cells[n] ?? '');
      lines.push([...cells, String(shown.line), shown.reasons.join(' ')]);
    }
    return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
  });
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="errors.csv"')
    .header('cache-control', 'private, no-store')
    .send(`\uFEFF${text}`);
}

/** Server-sent events: the import as GET answers it, now and after every step. */
async function sendEvents(house: House, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  admit(request.entry, 'imports.run');
  const id = idOf(request);
  const { entry } = request;
  const workspaceId = entry.workspace?.id ?? '';
  await query(house.database, entry, (ctx) => rowOf(ctx, id));
  const raw = reply.openEvents();
  let sending = false;
  let again = false;
  async function send(): Promise<void> {
    again = sending;
    if (sending) return;
    sending = true;
    try {
      const view = await query(house.database, entry, (ctx) => readImport(ctx, { id }));
      raw.write(`data: ${JSON.stringify(view)}\n\n`);
    } catch {
      raw.end();
    } finally {
      sending = false;
    }
    if (again && !raw.writableEnded) await send();
  }
  const close = house.live.on(workspaceId, `import ${id}`, () => void send());
  raw.on('close', close);
  await send();
  return reply;
}

async function sendExport(house: House, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { kind = '' } = request.params as { kind?: string };
  const { format = 'csv', workspace: _workspace, ...rest } = request.query as Record<string, string>;
  const made = await openExport(house, request.entry, kind, rest, format);
  return reply
    .header('content-type', made.mediaType)
    .header('content-disposition', `attachment; filename="${made.fileName}"`)
    .header('cache-control', 'private, no-store')
    .send(made.bytes);
}

function idOf(request: FastifyRequest): string {
  const { id = '' } = request.params as { id?: string };
  if (!isId(id)) throw refuse('IMPORT_NOT_FOUND');
  return id;
}
