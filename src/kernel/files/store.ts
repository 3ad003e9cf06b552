import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isId } from '../ids.ts';

export interface StoredFile {
  bytes: number;
  sha256: Buffer;
}

/** Bytes on disk under `files/<workspace>/<id>`. Names and types live in the `files` table. */
export interface FileStore {
  put(workspaceId: string, id: string, content: Readable): Promise<StoredFile>;
  read(workspaceId: string, id: string): Readable;
  /** The path, for readers that must seek. */
  path(workspaceId: string, id: string): string;
  remove(workspaceId: string, id: string): Promise<void>;
  /** Ids of everything kept for the workspace, whichever table speaks of it. */
  list(workspaceId: string): Promise<string[]>;
}

export function openFileStore(folder: string): FileStore {
  const path = (workspaceId: string, id: string) => {
    if (!isId(workspaceId) || !isId(id)) throw new Error('Files are kept by workspace and id.');
    return join(folder, workspaceId, id);
  };
  return {
    path,
    async put(workspaceId, id, content) {
      await mkdir(join(folder, workspaceId), { recursive: true, mode: 0o700 });
      const hash = createHash('sha256');
      let bytes = 0;
      content.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        hash.update(chunk);
      });
      await pipeline(content, createWriteStream(path(workspaceId, id), { mode: 0o600, flags: 'wx', flush: true }));
      return { bytes, sha256: hash.digest() };
    },
    read: (workspaceId, id) => createReadStream(path(workspaceId, id)),
    remove: (workspaceId, id) => rm(path(workspaceId, id), { force: true }),
    async list(workspaceId) {
      if (!isId(workspaceId)) throw new Error('Files are kept by workspace and id.');
      const names = await readdir(join(folder, workspaceId)).catch((error: unknown) => {
        if ((error as { code?: string }).code === 'ENOENT') return [];
        throw error;
      });
      return names.filter(isId);
    },
  };
}
