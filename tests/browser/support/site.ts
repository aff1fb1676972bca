import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { serve } from '../../../src/book/build/serve.ts';
import { launchChromium } from './chromium.ts';
import { basedFolder, siteFolder, testBase } from './site-folder.ts';
import { patience } from './until.ts';

/**
 * The built site in a real browser. A page that is opened here is watched: whatever it logs as an error, throws, asks of another
 * origin or does against its content security policy is a problem, and `finish()` throws when there was one.
 */

export type Theme = 'light' | 'dark' | 'projector';

export interface SiteOptions {
  /** Under `/books/llm/` instead of `/`. */
  readonly withBase?: boolean;
  /** With the headers for cross-origin isolation; most hosts have none. */
  readonly isolated?: boolean;
}

export interface OpenOptions {
  readonly backend?: 'webgl' | 'wasm' | 'cpu';
  /** More of the query, such as `attention-map=1~layer:2`. */
  readonly query?: string;
  readonly width?: number;
  readonly height?: number;
  readonly theme?: Theme;
  readonly javaScript?: boolean;
  readonly reducedMotion?: boolean;
  /** With the service worker, which would answer in the place of what a test answers. */
  readonly offlineWorker?: boolean;
  /** Touch and a phone's pixels. */
  readonly phone?: boolean;
  /** Problems that the test is about, and expects. */
  readonly allow?: readonly RegExp[];
  /** Runs before anything of the page. */
  readonly init?: (() => void) | string;
  /** Runs before the page is asked for: to answer some of its requests otherwise than the server would. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
  /** What the browser remembers, as after an earlier visit. */
  readonly stored?: Readonly<Record<string, unknown>>;
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Problems so far. */
  problems(): readonly string[];
  /** Closes the page, and throws if it had a problem. */
  finish(): Promise<void>;
}

export interface Site {
  readonly address: string;
  readonly browser: Browser;
  open(path: string, options?: OpenOptions): Promise<OpenPage>;
  /** The server alone: from here on nobody answers. */
  stopServer(): Promise<void>;
  close(): Promise<void>;
}

export async function openSite({ withBase = false, isolated = true }: SiteOptions = {}): Promise<Site> {
  const { server, address } = await serve({
    folder: withBase ? basedFolder : siteFolder,
    base: withBase ? testBase : '/',
    port: 0,
    isolated,
  });
  const browser = await launchChromium();
  const stopServer = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    address,
    browser,
    open: (path, options = {}) => openPage(browser, address, path, options),
    stopServer,
    async close() {
      await browser.close();
      await stopServer();
    },
  };
}

async function openPage(
  browser: Browser,
  address: string,
  path: string,
  options: OpenOptions,
): Promise<OpenPage> {
  const { theme = 'light', width = 1280, height = 900, phone = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    javaScriptEnabled: options.javaScript ?? true,
    serviceWorkers: options.offlineWorker === true ? 'allow' : 'block',
    reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
    ...(phone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
  });
  const stored = {
    ...(theme === 'projector' ? { 'book:settings': { theme, textSize: 'normal' } } : {}),
    ...options.stored,
  };
  // A busy machine takes its time; what never comes still ends the test.
  context.setDefaultTimeout(patience.timeout);
  context.setDefaultNavigationTimeout(patience.timeout);
  await context.addInitScript((values: Readonly<Record<string, unknown>>) => {
    for (const [name, value] of Object.entries(values))
      localStorage.setItem(name, typeof value === 'string' ? value : JSON.stringify(value));
  }, stored);
  if (options.init !== undefined) await context.addInitScript(options.init);
  await options.prepare?.(context);
  const page = await context.newPage();
  const problems = watch(page, context, new URL(address).origin, options.allow ?? []);
  const query = [options.backend === undefined ? '' : `backend=${options.backend}`, options.query ?? '']
    .filter((part) => part !== '')
    .join('&');
  await page.goto(address + path.replace(/^\//, '') + (query === '' ? '' : `?${query}`));
  return {
    page,
    context,
    problems: () => problems,
    async finish() {
      await context.close();
      if (problems.length > 0) throw new Error(`${path}: ${problems.join('\n')}`);
    },
  };
}

function watch(page: Page, context: BrowserContext, origin: string, allow: readonly RegExp[]): string[] {
  const problems: string[] = [];
  const add = (problem: string) => {
    if (!allow.some((pattern) => pattern.test(problem))) problems.push(problem);
  };
  // Violations of the content security policy are logged as errors too, by the page and by its workers.
  page.on('console', (message) => {
    if (message.type() === 'error') add(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => add(`error: ${error.message}`));
  page.on('crash', () => add('the page crashed'));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin)
      add(`another origin: ${request.url()}`);
  });
  return problems;
}

/** Waits until every figure of the page, or the one named, has come to rest. */
export async function figuresReady(page: Page, widget?: string): Promise<void> {
  const figure = widget === undefined ? 'figure[data-widget]' : `figure[data-widget="${widget}"]`;
  await page.waitForFunction(
    (selector) => {
      const figures = [...document.querySelectorAll<HTMLElement>(selector)];
      return figures.length > 0 && figures.every((element) => element.dataset.state === 'ready');
    },
    figure,
    { timeout: patience.timeout },
  );
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, one line each. It runs in a world of its own, so the page's policy does not stop it. */
export async function axeFinds(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')} ${failureSummary ?? ''}`,
      ),
    );
  });
}

/** For `init`: notes every layout shift of the page, with what moved, in `window.shifts`. */
export function watchShifts(): void {
  interface Shift extends PerformanceEntry {
    readonly value: number;
    readonly sources?: readonly { readonly node?: Node | null }[];
  }
  const notes: string[] = [];
  Object.assign(window, { shifts: notes });
  new PerformanceObserver((list) => {
    for (const { value, sources = [] } of list.getEntries() as Shift[])
      notes.push(
        `${value}: ${sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 80) : node?.nodeName)).join(', ')}`,
      );
  }).observe({ type: 'layout-shift', buffered: true });
}
