/**
 * Says which files this worker has fetched, when the page asks: what was opened before the service worker was there is kept for
 * reading without a connection too. Both sides know the channel by its name, since the page's shell imports nothing of the runtime.
 */
export function tellWhatWasFetched(): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel('book:fetched');
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === 'which')
      channel.postMessage(performance.getEntriesByType('resource').map(({ name }) => name));
  };
}
