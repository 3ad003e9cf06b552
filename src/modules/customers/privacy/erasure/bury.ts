import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ctx } from '../../../../kernel/context.ts';
import { premises } from '../../../workspaces/index.ts';

/**
 * Who was erased is remembered outside the database as well, in the data folder: a backup from before knows nothing of
 * it, and must not bring them back. Lines of JSON, with marks and ids from which nothing can be read.
 */
export const ERASED_FILE = 'erased.jsonl';

export interface Grave {
  workspaceId: string;
  at: string;
  customerIds: string[];
  marks: string[];
  /** The person came back; these marks do not count any more. */
  lifted?: true;
}

/** At least once; a line that is there twice says the same. */
export async function bury(
  ctx: Ctx,
  { customerIds, fileIds, marks }: { customerIds: string[]; fileIds: string[]; marks: string[] },
): Promise<void> {
  const { files } = premises();
  for (const id of fileIds) await files.remove(ctx.workspace.id, id);
  if (customerIds.length === 0) return;
  await write({ workspaceId: ctx.workspace.id, at: ctx.now.toISOString(), customerIds, marks });
}

export async function liftInFile(ctx: Ctx, { marks }: { marks: string[] }): Promise<void> {
  await write({ workspaceId: ctx.workspace.id, at: ctx.now.toISOString(), customerIds: [], marks, lifted: true });
}

async function write(grave: Grave): Promise<void> {
  const { dataDir } = premises().config;
  await mkdir(dataDir, { recursive: true });
  await appendFile(join(dataDir, ERASED_FILE), `${JSON.stringify(grave)}\n`, { mode: 0o600, flush: true });
}

/** What still counts: marks that were lifted later do not. */
export async function readGraves(file: string): Promise<Grave[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').flatMap((line) => graveOf(line) ?? []);
  return lines.flatMap((grave, n) => {
    if (grave.lifted) return [];
    const lifted = new Set(lines.slice(n).flatMap((later) => (later.lifted ? later.marks : [])));
    return { ...grave, marks: grave.marks.filter((mark) => !lifted.has(mark)) };
  });
}

/** The last line may be cut where the power was. */
function graveOf(line: string): Grave | undefined {
  try {
    return JSON.parse(line) as Grave;
  } catch {
    return undefined;
  }
}
