// A service worker for Python's worker, whose folder is its scope, so it never sees a page: what was
// loaded once is there without a network as well.
const KEPT = "cnnbook-python"
const version = (response) => response?.headers.get("ETag") ?? response?.headers.get("Last-Modified")

addEventListener("install", () => skipWaiting())
addEventListener("activate", (event) => event.waitUntil(clients.claim()))
addEventListener("fetch", (event) => event.respondWith(answer(event)))

async function answer(event) {
  const cache = await caches.open(KEPT)
  const kept = await cache.match(event.request)
  try {
    const response = await fetch(event.request)
    if (response.ok && (!kept || version(kept) !== version(response))) {
      event.waitUntil(cache.put(event.request, response.clone()))
    }
    return response
  } catch (error) {
    if (kept) return kept
    throw error
  }
}
