/** A figure's state as React sees it: read from the address once the page lives, written back a moment after each change. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { addressOf, figureSetEvent } from './page-link.ts';
import {
  decodeState,
  defaultsOf,
  encodeState,
  type Fields,
  payloadIn,
  replaceInQuery,
  type StateOf,
} from './url-state.ts';

export interface FigureStateHandle<F extends Fields> {
  readonly fields: F;
  readonly state: StateOf<F>;
  /** False while the page is as the server sent it: nothing may run before the address was read. */
  readonly live: boolean;
  readonly problems: readonly string[];
  set(change: Partial<StateOf<F>>): void;
  reset(): void;
  /** The address of the page as it stands, with this figure in sight, and the labels of what had no room. */
  link(): { readonly address: string; readonly left: readonly string[] };
}

const writeDelay = 400;

export function useFigureState<F extends Fields>(figure: string, fields: F): FigureStateHandle<F> {
  const [state, setState] = useState<StateOf<F>>(() => defaultsOf(fields));
  const [live, setLive] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const touched = useRef(false);

  useEffect(() => {
    const fromAddress = () => {
      const decoded = decodeState(fields, payloadIn(location.search, figure));
      setState(decoded.state);
      setProblems(decoded.problems);
      setLive(true);
    };
    const fromOutside = (event: Event) => {
      if ((event as CustomEvent<string>).detail === figure) fromAddress();
    };
    fromAddress();
    addEventListener('popstate', fromAddress);
    addEventListener(figureSetEvent, fromOutside);
    return () => {
      removeEventListener('popstate', fromAddress);
      removeEventListener(figureSetEvent, fromOutside);
    };
  }, [figure, fields]);

  useEffect(() => {
    if (!live || !touched.current) return;
    const timer = setTimeout(() => {
      const search = replaceInQuery(location.search, figure, encodeState(fields, state).payload);
      if (search !== location.search)
        history.replaceState(history.state, '', location.pathname + search + location.hash);
    }, writeDelay);
    return () => clearTimeout(timer);
  }, [figure, fields, state, live]);

  const set = useCallback((change: Partial<StateOf<F>>) => {
    touched.current = true;
    setProblems([]);
    setState((before) => ({ ...before, ...change }));
  }, []);
  const reset = useCallback(() => {
    touched.current = true;
    setProblems([]);
    setState(defaultsOf(fields));
  }, [fields]);
  const link = useCallback(() => {
    const { payload, left } = encodeState(fields, state);
    return { address: addressOf(replaceInQuery(location.search, figure, payload), figure), left };
  }, [figure, fields, state]);

  return useMemo(
    () => ({ fields, state, live, problems, set, reset, link }),
    [fields, state, live, problems, set, reset, link],
  );
}
