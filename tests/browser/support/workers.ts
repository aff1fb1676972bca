/**
 * For `init`: gives every worker of the page something to run before its own script, and keeps count of the workers and the
 * WebGL contexts. Workers are started from a small script of the page's own (`blob:`, which the content security policy
 * allows), that imports the real one once the ground is prepared.
 */
import type { Page } from 'playwright-core';
import type { FromWorker, MemoryResult } from '../../../src/runtime/protocol.ts';
import { until } from './until.ts';

/** What a test may take away from workers, or make them do. */
export const preludes = {
  /** As where a browser has no OffscreenCanvas with WebGL 2. */
  noWebGL: 'OffscreenCanvas.prototype.getContext = () => null;',
  noWasm: 'delete self.WebAssembly;',
  /** Falls over at every request to run a model, as when the browser takes the memory away; but not before its first word. */
  diesOnRun: `
    let [spoken, asked] = [false, false];
    const post = self.postMessage;
    const fall = () => {
      if (spoken && asked) setTimeout(() => { throw new Error('the worker dies'); });
    };
    self.postMessage = (...message) => {
      post.apply(self, message);
      spoken = true;
      fall();
    };
    addEventListener('message', ({ data }) => {
      if (data.kind !== 'run') return;
      asked = true;
      fall();
    });`,
} as const;

/**
 * Every context that a worker asks for is noted; those that were lost or given back do not count. And it does what a test asks
 * it to, by messages that its own script never sees.
 */
const watched = `
  const contexts = new Set();
  const getContext = OffscreenCanvas.prototype.getContext;
  OffscreenCanvas.prototype.getContext = function (kind, ...options) {
    const context = getContext.call(this, kind, ...options);
    if (context !== null && String(kind).startsWith('webgl')) contexts.add(context);
    return context;
  };
  const live = () => [...contexts].filter((context) => !context.isContextLost());
  const orders = {
    countContexts: () => live().length,
    loseContext: () => live().map((context) => context.getExtension('WEBGL_lose_context').loseContext()).length,
    die: () => { setTimeout(() => { throw new Error('the worker dies'); }); return 0; },
  };
  addEventListener('message', (event) => {
    if (event.data.kind !== 'order') return;
    event.stopImmediatePropagation();
    event.ports[0].postMessage(orders[event.data.order]());
  });`;

export type Order = 'countContexts' | 'loseContext' | 'die';

/** The script for `init`. Messages that come before the real script listens are handed to it in order. */
export function watchWorkers(...extra: readonly string[]): string {
  const prelude = [watched, ...extra].join('\n');
  return `(() => {
    const NativeWorker = Worker;
    const live = new Set();
    let started = 0;
    class WatchedWorker extends NativeWorker {
      constructor(address, options) {
        const script = ${JSON.stringify(prelude)} + \`
          const early = [];
          self.onmessage = (event) => early.push(event);
          await import(\${JSON.stringify(String(new URL(address, location.href)))});
          for (const event of early) self.onmessage(event);\`;
        super(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), options);
        started += 1;
        live.add(this);
      }
      terminate() {
        live.delete(this);
        super.terminate();
      }
    }
    window.Worker = WatchedWorker;
    window.watchedWorkers = { live, started: () => started };
  })();`;
}

interface Watched {
  readonly live: ReadonlySet<Worker>;
  readonly started: () => number;
}

type WatchedWindow = Window & { readonly watchedWorkers: Watched };

/** What the page holds on to. */
export interface Held extends MemoryResult {
  /** By the browser's count, with the threads of WASM. */
  readonly workers: number;
  /** How many the page itself ever started. */
  readonly started: number;
  /** WebGL contexts of the worker that still work. */
  readonly contexts: number;
}

/** What is allocated once the worker has at most so many jobs left: a text that is being written has keys and values of its own. */
export function memoryAtRest(page: Page, jobs = 0): Promise<MemoryResult> {
  let asked = 0;
  return until(
    'the worker is at rest',
    () => {
      // Ids of the page count up from 1.
      asked -= 1;
      return askMemory(page, asked);
    },
    ({ waiting }) => waiting <= jobs,
  );
}

/** Asks the worker itself, by the protocol, once it has nothing left to do. */
export async function held(page: Page): Promise<Held> {
  const memory = await memoryAtRest(page);
  const contexts = await order(page, 'countContexts');
  const started = await page.evaluate(() => (window as unknown as WatchedWindow).watchedWorkers.started());
  return { ...memory, workers: page.workers().length, started, contexts };
}

/** What is allocated at this moment. Functions that go into the page have no names of their own here: compilers add helpers to those, which the page lacks. */
const askMemory = (page: Page, id: number): Promise<MemoryResult> =>
  page.evaluate(
    (asked) =>
      new Promise<MemoryResult>((resolve, reject) => {
        const [worker] = (window as unknown as WatchedWindow).watchedWorkers.live;
        if (!worker) {
          reject(new Error('there is no worker'));
          return;
        }
        const heard = new AbortController();
        worker.addEventListener(
          'message',
          ({ data }: MessageEvent<FromWorker>) => {
            if (data.kind !== 'counted' || data.id !== asked) return;
            heard.abort();
            resolve(data.result);
          },
          { signal: heard.signal },
        );
        worker.postMessage({ kind: 'memory', id: asked, visible: true });
      }),
    id,
  );

export interface Elements {
  readonly nodes: number;
  readonly jsEventListeners: number;
  /** Megabytes of JavaScript's heap. */
  readonly heap: number;
}

/** What the page itself holds on to once all that is garbage is gone. */
export async function elements(page: Page): Promise<Elements> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return { nodes, jsEventListeners, heap: usedSize / 2 ** 20 };
}

/** Makes the worker of the page do something; answers with a number. */
export const order = (page: Page, what: Order): Promise<number> =>
  page.evaluate(
    (given) =>
      new Promise<number>((resolve, reject) => {
        const [worker] = (window as unknown as WatchedWindow).watchedWorkers.live;
        if (!worker) {
          reject(new Error('there is no worker'));
          return;
        }
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(Number(data));
        worker.postMessage({ kind: 'order', order: given }, [port2]);
      }),
    what,
  );
