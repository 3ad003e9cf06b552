import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { beforeAll } from 'vitest';
import { whenFileEnds } from '../../../kernel/testing/when-file-ends.ts';
import type { Encoding, OpenTable, TableRow } from './table.ts';

/** A folder for the files of one test file, removed afterwards. */
export function testFolder() {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'regulars-reading-'));
    whenFileEnds(() => rm(folder, { recursive: true, force: true }));
  });
  return {
    path: (name: string) => join(folder, name),
    async save(
      name: string,
      content: string | Uint8Array,
      encoding: Encoding = 'utf-8',
      mark = false,
    ): Promise<string> {
      const path = join(folder, name);
      const bytes = typeof content === 'string' ? iconv.encode(content, encoding, { addBOM: mark }) : content;
      await writeFile(path, bytes);
      return path;
    },
  };
}

export async function allRows(table: OpenTable, from?: number): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const batch of table.rows(from)) rows.push(...batch);
  return rows;
}
