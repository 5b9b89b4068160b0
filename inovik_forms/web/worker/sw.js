/*
 * The service worker: keeps the public shell (style sheets, scripts, the empty page /luring) and nothing of anybody. When a page does not come from our
 * server it gives the empty page, which draws what this device has for whoever is signed in (static/shelf.js). A new version is set up beside the old
 * one, whose open pages keep what they began with, until a person takes it (static/later/update.js) or has closed them.
 *
 * SHELL and STAMP are put in by the server (web/offline.py).
 */

const CACHE = `inovik-${STAMP}`;
const EMPTY = "/luring";
const OURS = "Inovik"; // our server's mark on every reply; a hotspot's own page has none
const PATIENCE = 20000; // ms until a page that may lie on this device begins to come; documents take the time that they need
const KEPT = /^\/(baru\/\w+|perihal\/\d+|isian\/\d+(\/periksa|\/(bagian|butir)\/.+)?|antrean|)$/;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL.map((address) => new Request(address, { credentials: "omit", cache: "reload" })))));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("inovik-") && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

addEventListener("message", ({ data }) => { if (data === "pakai") skipWaiting(); });

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, search, origin } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.method === "GET" && origin === location.origin && SHELL.includes(pathname + search)) event.respondWith(part(request));
});

async function page(request) {
  const patience = new AbortController();
  const isKept = request.method === "GET" && KEPT.test(new URL(request.url).pathname);
  const timer = isKept ? setTimeout(() => patience.abort(), PATIENCE) : 0;
  try {
    const reply = await fetch(request, { signal: patience.signal });
    const isBusy = reply.status === 503 && isKept; // its database does not answer: the page that lies here does
    if (reply.type === "opaqueredirect" || (reply.headers.has(OURS) && !isBusy)) return reply;
  } catch {
    // no network: as below
  } finally {
    clearTimeout(timer); // what has begun to come may take longer
  }
  return (await caches.match(EMPTY)) ?? Response.error();
}

async function part(request) {
  return (await caches.match(request)) ?? fetch(request);
}
