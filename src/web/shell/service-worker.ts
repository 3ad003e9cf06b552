/**
 * Keeps the frame of the application (page, code, icons) on the device, so that it opens without a network. Answers of
 * the API are never kept: customers' data stays on the server. `BUILD_HASH` and `SHELL_FILES` are set while building.
 */
declare const SHELL_FILES: string[];

interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface AskEvent extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window' }): Promise<Tab[]>;
    openWindow(url: string): Promise<unknown>;
  };
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', hear: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', hear: (event: AskEvent) => void): void;
  addEventListener(type: 'message', hear: (event: MessageEvent) => void): void;
  addEventListener(type: 'push', hear: (event: PushedEvent) => void): void;
  addEventListener(type: 'notificationclick', hear: (event: ClickedEvent) => void): void;
}
interface PushedEvent extends LifeEvent {
  readonly data: { json(): unknown } | null;
}
interface ClickedEvent extends LifeEvent {
  readonly notification: Notification;
}
interface Tab {
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}

const worker = self as unknown as Scope;
const cacheName = `regulars-${BUILD_HASH}`;

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(SHELL_FILES)));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOlder().then(() => worker.clients.claim()));
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (pathname.startsWith('/assets/')) event.respondWith(keptOrFetched(request));
  else if (request.mode === 'navigate' && !pathname.startsWith('/api/')) event.respondWith(freshOrShell(request));
});

/** The server encrypts for this device alone; a browser that is not shown something takes the right away. */
worker.addEventListener('push', (event) => {
  const { id, text, url } = (event.data?.json() ?? {}) as { id?: string; text?: string; url?: string };
  const options = { body: text ?? '', tag: id ?? 'regulars', icon: '/icon.svg', data: url ?? '/' };
  event.waitUntil(worker.registration.showNotification('Regulars', options));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage(String(event.notification.data ?? '/')));
});

/** In a window that is open already, else in a new one; never at another place than this one. */
async function openPage(address: string): Promise<void> {
  const { pathname, search } = new URL(address, location.origin);
  const [tab] = await worker.clients.matchAll({ type: 'window' });
  if (!tab) return void (await worker.clients.openWindow(pathname + search));
  await tab.focus();
  await tab.navigate(pathname + search);
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)));
}

/** Names of assets carry their hash: what is kept is right. */
async function keptOrFetched(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(cacheName)).put(request, answer.clone());
  return answer;
}

async function freshOrShell(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await caches.match('/');
    if (shell) return shell;
    throw error;
  }
}
