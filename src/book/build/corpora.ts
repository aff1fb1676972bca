import type { Plugin } from 'vite';

const folder = 'corpora';
const read = () => import('../../data/corpora/site-files.ts');

/** What the Lab can train on of the corpora: `corpora/<id>.json` of the site, from their npm packages; nothing of them is committed. */
export function siteCorpora(): Plugin {
  return {
    name: 'book:corpora',
    applyToEnvironment: (environment) => environment.name === 'client',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = /\/corpora\/([a-z-]+)\.json$/.exec(request.url?.split('?')[0] ?? '')?.[1];
        if (name === undefined) return next();
        void read().then(({ siteCorpusFile, siteCorpusIds }) => {
          const id = siteCorpusIds.find((one) => one === name);
          if (id === undefined) return next();
          response.setHeader('Content-Type', 'application/json; charset=utf-8');
          response.end(JSON.stringify(siteCorpusFile(id)));
        }, next);
      });
    },
    async generateBundle() {
      const { siteCorpusFile, siteCorpusIds } = await read();
      for (const id of siteCorpusIds)
        this.emitFile({
          type: 'asset',
          fileName: `${folder}/${id}.json`,
          source: JSON.stringify(siteCorpusFile(id)),
        });
    },
  };
}
