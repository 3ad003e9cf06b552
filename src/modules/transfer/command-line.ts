import { open } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { command, query } from '../../kernel/enter.ts';
import { refusals } from '../../kernel/errors.ts';
import type { Entry, House } from '../../kernel/house.ts';
import { newId } from '../../kernel/ids.ts';
import { transferErrors, type Choice, type ImportView } from './contract.ts';
import { openExport } from './export-file.ts';
import { addImport, readImport, rehearseImport } from './imports.ts';
import { importJob, rehearsalJob } from './jobs.ts';
import { lookAtFile } from './receive-file.ts';
import { openWorkshop } from './workshop.ts';

const refuse = refusals(transferErrors);

export interface FileToImport {
  path: string;
  fileName: string;
  kind: string;
  mapping?: Record<string, string | null> | undefined;
  dryRun?: boolean | undefined;
}

/** Imports a file of this machine and waits for the end; some worker must be running, in this process or another. */
export async function importFile(house: House, entry: Entry, file: FileToImport): Promise<ImportView> {
  const choice: Choice = file.mapping ? { mapping: file.mapping } : {};
  // Opened first, so that a file that cannot be read refuses here and not inside a stream.
  const content = (await open(file.path)).createReadStream();
  return importContent(house, entry, { ...file, content, choice, start: !file.dryRun });
}

/** The same from a stream. */
export async function importContent(
  house: House,
  entry: Entry,
  given: { fileName: string; kind: string; content: Readable; choice: Choice; start: boolean },
): Promise<ImportView> {
  openWorkshop({ house, importJob, rehearsalJob });
  const workspaceId = entry.workspace?.id ?? '';
  const fileId = newId();
  const { bytes } = await house.files.put(workspaceId, fileId, given.content);
  const stored = { fileId, fileName: given.fileName, bytes };
  const looked = await query(house.database, entry, (ctx) => lookAtFile(house, ctx, stored, given));
  const view = await command(house.database, entry, async (ctx) => {
    const arrived = await addImport(ctx, looked, given.start);
    return given.start ? arrived : rehearseImport(ctx, { id: arrived.id });
  });
  if (given.start && view.state === 'preview') throw refuse('IMPORT_COLUMN_MISSING', { names: questionsOf(view) });
  return ended(house, entry, view.id, given.start);
}

function questionsOf({ understanding }: ImportView): string {
  const open = understanding.missing.map((group) => group.join(' / '));
  if (understanding.dateOrder === 'ambiguous') open.push('dateOrder');
  if (understanding.encodings.length > 1) open.push('encoding');
  return open.join(', ');
}

async function ended(house: House, entry: Entry, id: string, started: boolean): Promise<ImportView> {
  for (;;) {
    const view = await query(house.database, entry, (ctx) => readImport(ctx, { id }));
    const over = started ? ['done', 'failed', 'undone'].includes(view.state) : view.rehearsal?.state !== 'running';
    if (over) return started || !view.rehearsal ? view : { ...view, counts: view.rehearsal.counts };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export async function exportTo(
  house: House,
  entry: Entry,
  kind: string,
  parameters: Record<string, string>,
  format: string,
  to: Writable,
): Promise<void> {
  const { bytes } = await openExport(house, entry, kind, parameters, format);
  await pipeline(bytes, to, { end: false });
}
