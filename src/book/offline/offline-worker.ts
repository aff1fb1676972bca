/**
 * The service worker: a visitor who came once can go on without a connection. It keeps every page, script, style and font of this
 * build from the first visit on, and of models and WASM what was opened. It is a script of its own, which imports nothing.
 */

const scope = self as unknown as ServiceWorkerGlobalScope;

/** `build/offline.ts` puts the list of files here, and by it this script changes with every build. */
const files = '__OFFLINE_FILES__' as unknown as {
  readonly version: string;
  readonly paths: readonly string[];
};

const base = new URL('./', scope.location.href);
const shellName = `book:shell:${files.version}`;
/** Models and WASM: they may be large, so only those that somebody opened. */
const openedName = 'book:opened';
const isOpened = (url: URL): boolean =>
  /^(checkpoints|corpora|wasm)\//.test(url.pathname.slice(base.pathname.length));
/** Names with a hash of what is in them. */
const neverChanges = (url: URL): boolean => url.pathname.startsWith(`${base.pathname}assets/`);

scope.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => scope.skipWaiting()));
});

async function keepShell(): Promise<void> {
  const shell = await caches.open(shellName);
  // A few at a time: the reader's own figures come first.
  const waiting = [...files.paths];
  const work = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const url = new URL(path, base);
      const known = neverChanges(url) ? await caches.match(url) : undefined;
      const response = known ?? (await fetch(url, { cache: neverChanges(url) ? 'default' : 'no-cache' }));
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      await shell.put(url, response);
    }
  };
  await Promise.all([work(), work(), work()]);
}

scope.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('book:shell:') && name !== shellName)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => scope.clients.claim()),
  );
});

/** What the page fetched before this worker was there. */
scope.addEventListener('message', (event) => {
  const { kind, urls } = (event.data ?? {}) as { kind?: unknown; urls?: unknown };
  if (kind !== 'keep' || !Array.isArray(urls)) return;
  event.waitUntil(Promise.all(urls.map(keepOpened)).then(() => event.source?.postMessage({ kind: 'kept' })));
});

async function keepOpened(address: unknown): Promise<void> {
  if (typeof address !== 'string' || !URL.canParse(address)) return;
  const url = new URL(address);
  if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname) || !isOpened(url)) return;
  const opened = await caches.open(openedName);
  if (await opened.match(url)) return;
  try {
    const response = await fetch(url);
    if (response.status === 200) await opened.put(url, response);
  } catch {
    return; // No connection now: it is kept when it is next opened.
  }
}

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== base.origin || !url.pathname.startsWith(base.pathname))
    return;
  if (request.headers.has('range')) return;
  event.respondWith(neverChanges(url) ? cacheFirst(request) : networkFirst(request, url));
});

async function cacheFirst(request: Request): Promise<Response> {
  return (await caches.match(request.url)) ?? fetch(request);
}

/** The newest where there is a connection; what is kept where there is none. */
async function networkFirst(request: Request, url: URL): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.status === 200 && isOpened(url)) {
      const copy = response.clone();
      const opened = await caches.open(openedName);
      await opened.put(url, copy);
    }
    return response;
  } catch (error) {
    const kept = await findKept(url);
    if (kept !== undefined) return kept;
    throw error;
  }
}

/** A page is kept once, whatever its query, with a slash at its end. */
async function findKept(url: URL): Promise<Response | undefined> {
  const plain = new URL(url.pathname, base);
  const page = new URL(url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`, base);
  return (await caches.match(plain)) ?? (await caches.match(page));
}
