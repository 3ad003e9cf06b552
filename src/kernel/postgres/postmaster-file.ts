import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './errors.ts';
import type { Home } from './home.ts';
import type { Endpoint } from './settings.ts';

/** What PostgreSQL writes about itself into `postmaster.pid`. */
export interface PostmasterFile {
  pid: number;
  /** Not there in the first moments of a start. */
  endpoint: Endpoint | undefined;
  /** It replays its log after a crash, which may take minutes. */
  isRecovering: boolean;
}

export async function readPostmasterFile(home: Home): Promise<PostmasterFile | undefined> {
  const text = await readFile(place(home), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  // Lines: pid, data directory, start time, port, socket directory, address, shared memory, status.
  const lines = text.split('\n').map((line) => line.trim());
  const [pid = '', , , port = '', socketDir = '', address = '', , status] = lines;
  if (!/^\d+$/.test(pid)) return undefined;
  const isListening = /^\d+$/.test(port) && (socketDir !== '' || address !== '');
  const endpoint = { socketDir: socketDir || undefined, port: Number(port), tcp: address !== '' };
  return { pid: Number(pid), endpoint: isListening ? endpoint : undefined, isRecovering: status === 'starting' };
}

/** Only for a process that is surely no server; PostgreSQL's own look at shared memory guards against the rest. */
export async function removePostmasterFile(home: Home): Promise<void> {
  await rm(place(home), { force: true });
}

function place(home: Home) {
  return path.join(home.cluster, 'postmaster.pid');
}
