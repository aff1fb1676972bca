/** Starts the service worker once the page has settled, and tells it which models the page opened before it was there. */

/** After these seconds it is told what was opened until then. Later on it sees for itself. */
const moments = [1, 5, 15, 40];

export async function register(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { BASE_URL } = import.meta.env;
  try {
    await navigator.serviceWorker.register(`${BASE_URL}offline-worker.js`, { scope: BASE_URL });
    const { active } = await navigator.serviceWorker.ready;
    // The worker of the models answers here (`runtime/fetched.ts`). Its files are not in the page's own list.
    const channel = new BroadcastChannel('book:fetched');
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (Array.isArray(data)) active?.postMessage({ kind: 'keep', urls: data });
    };
    for (const seconds of moments) setTimeout(() => channel.postMessage('which'), 1000 * seconds);
  } catch {
    return; // Not allowed here: the book then needs its connection.
  }
}
