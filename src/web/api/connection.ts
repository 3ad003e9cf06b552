import { useSyncExternalStore } from 'react';

/** `offline`: this device has no network. `away`: the server or its database does not answer. */
export type Connection = 'online' | 'offline' | 'away';

let state: Connection = navigator.onLine ? 'online' : 'offline';
const listeners = new Set<() => void>();

export function connection(): Connection {
  return state;
}

export function useConnection(): Connection {
  return useSyncExternalStore(onConnection, connection);
}

export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Once at start. */
export function watchNetwork(): void {
  window.addEventListener('offline', () => change('offline'));
  window.addEventListener('online', () => knock());
}

/** Called with the outcome of every request, so that the state needs no polling while all is well. */
export function noteAnswer(status: number | 'none'): void {
  const gone = status === 'none' || status === 502 || status === 503 || status === 504;
  change(gone ? (navigator.onLine ? 'away' : 'offline') : 'online');
}

const PROBE_MS = 4_000;
let probe: ReturnType<typeof setTimeout> | undefined;

function change(next: Connection): void {
  clearTimeout(probe);
  if (next === 'away') probe = setTimeout(knock, PROBE_MS);
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

function knock(): void {
  void ask().then(noteAnswer);
}

async function ask(): Promise<number | 'none'> {
  try {
    const answer = await fetch('/readyz', { cache: 'no-store' });
    const { database } = (await answer.json()) as { database?: boolean };
    // A worker that is behind keeps nobody from working.
    return database === true ? 200 : answer.status;
  } catch {
    return 'none';
  }
}
