import { useSyncExternalStore } from 'react';

const LOOK_EVERY_MS = 30 * 60_000;

let waiting = false;
let registration: ServiceWorkerRegistration | undefined;
const listeners = new Set<() => void>();

/** Production only: while developing, a cached shell would hide the newest code. */
export function watchForUpdates(): void {
  // A page whose code was replaced on the server cannot load its next part.
  window.addEventListener('vite:preloadError', announce);
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  window.addEventListener('load', () => void register());
}

export function useUpdateWaiting(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
}

export function takeUpdate(): void {
  const next = registration?.waiting;
  if (!next) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  next.postMessage('take-over', []);
}

async function register(): Promise<void> {
  registration = await navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  if (!registration) return;
  if (registration.waiting) announce();
  setInterval(lookForUpdate, LOOK_EVERY_MS);
  registration.addEventListener('updatefound', () => {
    const coming = registration?.installing;
    coming?.addEventListener('statechange', () => {
      // Without a controller this is the first installation, not an update.
      if (coming.state === 'installed' && navigator.serviceWorker.controller) announce();
    });
  });
}

/** A tab that stays open all week would never ask by itself. */
function lookForUpdate(): void {
  if (document.visibilityState === 'visible') void registration?.update().catch(() => undefined);
}

function announce(): void {
  waiting = true;
  for (const listener of listeners) listener();
}
