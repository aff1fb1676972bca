/** Joins a D3 chart to React: React owns the box, the chart owns what is inside. Options are taken once, callbacks stay fresh. */
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Chart } from '../../viz/chart.ts';
import { sameData } from './same-data.ts';

/** The server has no layout to wait for, and warns. */
const useClientLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect;

type Callback = (...values: never[]) => unknown;

/** Callbacks among the options always call the newest function, so that a chart is made once and not on each render. */
function freshly<Options extends object>(latest: RefObject<Options>): Options {
  const entries = Object.entries(latest.current).map(([name, value]) => {
    if (typeof value !== 'function') return [name, value];
    const call: Callback = (...values) => (latest.current[name as keyof Options] as Callback)(...values);
    return [name, call];
  });
  return Object.fromEntries(entries) as Options;
}

export function useChart<Data, Options extends object>(
  make: (host: HTMLElement, data: Data, options: Options) => Chart<Data>,
  data: Data | null,
  options: Options,
): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement | null>(null);
  const chart = useRef<Chart<Data> | null>(null);
  const drawn = useRef<Data | null>(null);
  const latest = useRef(options);
  latest.current = options;
  const present = data !== null;

  useClientLayoutEffect(() => {
    if (!host.current || data === null) return;
    // A slider asks for the whole model anew, and most charts of a figure show what it does not move: they cost no frame.
    if (!chart.current) chart.current = make(host.current, data, freshly(latest));
    else if (!sameData(drawn.current, data)) chart.current.update(data);
    drawn.current = data;
  }, [make, data]);

  useClientLayoutEffect(() => {
    if (!present) return;
    return () => {
      chart.current?.destroy();
      chart.current = null;
    };
  }, [present]);

  return host;
}
