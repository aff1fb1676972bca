import { useState } from 'react';

/**
 * Whether `now` has held since `of` is what it is: what was asked because of it need not be asked again when it holds again.
 */
export function useEver(now: boolean, of: unknown): boolean {
  const [held, setHeld] = useState<{ readonly of: unknown } | null>(null);
  const before = held !== null && held.of === of;
  if (now && !before) setHeld({ of });
  return now || before;
}
