import type { Plugin } from 'vite';
import { messages } from '../messages/index.ts';
import { documentHtml } from './document.ts';

/** `npm run dev`: every address gets an empty page, which the browser's modules fill. */
export function developmentPages(): Plugin {
  return {
    name: 'book:development-pages',
    apply: 'serve',
    configureServer(server) {
      return () => {
        server.middlewares.use(async (request, response, next) => {
          if (!request.headers.accept?.includes('text/html')) return next();
          const html = documentHtml({
            base: server.config.base,
            path: '',
            title: messages.book.title,
            description: messages.book.description,
            scripts: ['src/book/entry-client.tsx'],
            modulePreloads: [],
            styles: [],
            fonts: [],
            body: '',
            secured: false,
          });
          response.setHeader('Content-Type', 'text/html; charset=utf-8');
          response.end(await server.transformIndexHtml(request.url ?? '/', html));
        });
      };
    },
  };
}
