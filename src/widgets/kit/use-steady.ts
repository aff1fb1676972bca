/** A function that stays the same and calls the newest of those it was given: what has it as its only function need not be rendered again. */
import { useCallback, useRef } from 'react';

export function useSteady<Given extends unknown[]>(
  call: (...given: Given) => void,
): (...given: Given) => void {
  const latest = useRef(call);
  latest.current = call;
  return useCallback((...given: Given) => latest.current(...given), []);
}
