import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where a Chromium may be: named by the caller, installed by a system, or fetched by Playwright before. */
const places = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  `${process.env.PROGRAMFILES ?? 'C:\\Program Files'}\\Google\\Chrome\\Application\\chrome.exe`,
];

const installed = (): string | undefined =>
  [...places, chromium.executablePath()].find(
    (path) => path !== undefined && path !== '' && existsSync(path),
  );

export function findChromium(): string {
  const found = installed() ?? (installChromium() ? installed() : undefined);
  if (found === undefined)
    throw new Error(
      'The browser tests need Chrome or Chromium and found none. Install one, or say where it is: CHROME_PATH=/path/to/chrome npm test',
    );
  return found;
}

/** Debian and its kin, as in most containers. */
function installChromium(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  try {
    execFileSync('apt-get', ['update', '-qq'], quiet);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
    return true;
  } catch {
    return false;
  }
}

export const launchChromium = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      // The tests fail on any request to another origin; the browser is not to make its own.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--enable-unsafe-swiftshader',
      ...more,
    ],
  });
