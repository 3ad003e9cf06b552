import { connection } from '../api/connection.ts';

const missing = new WeakSet<object>();

/**
 * Once at start. Where a part's code is missing, the router reloads the page once: right after an update, which has taken
 * the old files away. Without a network it would lose all that stands there, so the router does not get to know the error
 * for one of its own, and the page says that it is offline.
 */
export function watchMissingCode(): void {
  window.addEventListener('vite:preloadError', ({ payload }) => {
    if (connection() === 'online' && navigator.onLine) return;
    payload.message = `Offline, could not load: ${payload.message}`;
    missing.add(payload);
  });
}

/** Code that the network kept away: browsers and React remember the failure, so only the page anew helps. */
export function isMissingCode(error: unknown): boolean {
  return typeof error === 'object' && error !== null && missing.has(error);
}

/** Loads the page anew as soon as the server answers; until then everything stays where it is. */
export async function loadPageAnew(): Promise<void> {
  const answers = await fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (answers) window.location.reload();
}
