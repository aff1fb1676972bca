/** What the models run on, as it changes. */
import { useSyncExternalStore } from 'react';
import { type RuntimeStatus, runtime } from '../../runtime/client.ts';

const subscribe = (listener: () => void) => runtime().subscribe(listener);
const now = () => runtime().status();
/** The page as the server sends it has no worker yet, whatever the address asks for. */
const prerendered: RuntimeStatus = {
  state: 'idle',
  backend: null,
  reason: '',
  threads: 1,
  choice: 'auto',
  problem: null,
  restarts: 0,
};

export function useRuntimeStatus(): RuntimeStatus {
  return useSyncExternalStore(subscribe, now, () => prerendered);
}
