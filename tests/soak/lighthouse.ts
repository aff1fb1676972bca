/** Lighthouse on a chapter of the built site, as a desktop sees it. It looks at a page as a stranger would, so it runs in a browser of its own. */
import { launchChromium } from '../browser/support/chromium.ts';
import type { Site } from '../browser/support/site.ts';

const bars = { accessibility: 1, 'best-practices': 1, performance: 0.95 } as const;

/** Prints the scores; answers with how many are under their bar. */
export async function lighthouseScores(site: Site, path: string): Promise<number> {
  const { default: lighthouse, desktopConfig } = await import('lighthouse');
  const port = 9000 + Math.floor(Math.random() * 1000);
  const browser = await launchChromium([`--remote-debugging-port=${port}`]);
  try {
    const result = await lighthouse(
      new URL(path.slice(1), site.address).href,
      { port, output: 'json', logLevel: 'error', onlyCategories: Object.keys(bars) },
      desktopConfig,
    );
    if (!result) throw new Error('Lighthouse has no result');
    const { categories, audits, runtimeError } = result.lhr;
    if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`);
    let failures = 0;
    for (const [name, bar] of Object.entries(bars)) {
      const category = categories[name];
      const score = category?.score ?? 0;
      const under = score < bar;
      if (under) failures += 1;
      console.log(
        `${under ? 'under' : 'ok'}: Lighthouse, ${path}: ${name} ${Math.round(100 * score)} of ${100 * bar}`,
      );
      for (const { id, weight } of category?.auditRefs ?? []) {
        const audit = audits[id];
        if (weight > 0 && audit?.score != null && audit.score < 0.9)
          console.log(`  ${id}: ${audit.title} ${audit.displayValue ?? ''}`);
      }
    }
    return failures;
  } finally {
    await browser.close();
  }
}
