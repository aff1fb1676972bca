import { useEffect } from 'react';
import { runtime } from '../../runtime/client.ts';

/** Starts the worker once a figure that trains only on demand is seen, so that its foot names the backend that a run would have. */
export function useWorkerWhen(seen: boolean): void {
  useEffect(() => {
    if (seen)
      runtime()
        .memory()
        .catch(() => {});
  }, [seen]);
}
