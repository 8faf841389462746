// The service worker: styles are kept, a page that cannot be fetched becomes the offline page. Pages themselves are never
// kept, for they hold personal data and computers are shared. FILES, OFFLINE and CACHE stand before this text when served.
/* global FILES, OFFLINE, CACHE */
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([new Request(OFFLINE, { credentials: 'omit' }), ...FILES])).then(() => self.skipWaiting()));
});
self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});
// A push of the plugin webpush: {title, body, url, tag}. The same tag replaces what is shown already.
self.addEventListener('push', (event) => {
  const said = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification(said.title || '', { body: said.body || '', tag: said.tag || undefined, data: { url: said.url || '/' } }));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil(self.clients.matchAll({ type: 'window' }).then((open) => {
    const here = open.find((client) => client.url === url.href);
    return here ? here.focus() : self.clients.openWindow(url.href);
  }));
});
