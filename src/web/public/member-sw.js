/** Shows what the shop's server pushes to a member's phone. Keeps nothing: the pages come from the server. */
self.addEventListener('push', (event) => {
  const { id, title, text, url } = event.data?.json() ?? {};
  const options = { body: text ?? '', tag: id ?? 'message', icon: '/icon-192.png', data: url ?? '/' };
  event.waitUntil(self.registration.showNotification(title ?? '', options));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage(String(event.notification.data ?? '/')));
});

/** In a window of the shop's page that is open already, else in a new one; never at another place than this one. */
async function openPage(address) {
  const { pathname, search } = new URL(address, self.location.origin);
  const tabs = await self.clients.matchAll({ type: 'window' });
  if (tabs.length === 0) return self.clients.openWindow(pathname + search);
  await tabs[0].focus();
  return tabs[0].navigate(pathname + search);
}
