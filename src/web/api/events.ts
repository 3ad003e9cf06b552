import { useEffect, useEffectEvent } from 'react';
import { noteAnswer } from './connection.ts';
import { apiUrl } from './http.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Server-sent events with JSON data. Reconnects by itself, ever more slowly; returns what closes the stream. */
export function listen(path: `/${string}`, hear: (data: unknown) => void): () => void {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;

  function open(): void {
    source = new EventSource(apiUrl(path), { withCredentials: true });
    source.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
      noteAnswer(200);
    });
    source.addEventListener('message', (event: MessageEvent<string>) => hear(JSON.parse(event.data)));
    // The browser retries a dropped line by itself, but gives up for good after an error status.
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      again = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  }
  open();
  return () => {
    clearTimeout(again);
    source?.close();
  };
}

/** The same as a hook; `null` listens to nothing. */
export function useEvents(path: `/${string}` | null, hear: (data: unknown) => void): void {
  const latest = useEffectEvent(hear);
  useEffect(() => (path === null ? undefined : listen(path, (data) => latest(data))), [path]);
}
