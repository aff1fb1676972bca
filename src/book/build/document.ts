import { createHash } from 'node:crypto';
import { messages } from '../messages/index.ts';
import { bodyScript, headScript } from './page-scripts.ts';

/** The HTML around a page. React renders what is inside `#root`; all the rest of a page is written here. */

export interface DocumentParts {
  readonly base: string;
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /** Paths within the site, without the base. */
  readonly scripts: readonly string[];
  readonly modulePreloads: readonly string[];
  readonly styles: readonly string[];
  readonly fonts: readonly string[];
  readonly body: string;
  /** False while developing: the dev server injects what the policy forbids. */
  readonly secured: boolean;
}

const hash = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

export const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' ${hash(headScript)} ${hash(bodyScript)}`,
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

export function documentHtml(parts: DocumentParts): string {
  const at = (path: string): string => escapeHtml(`${parts.base}${path}`);
  return [
    '<!doctype html>',
    `<html lang="${messages.language}" class="no-js">`,
    '<head>',
    '<meta charset="utf-8">',
    ...(parts.secured
      ? [`<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentSecurityPolicy)}">`]
      : []),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(parts.title)}</title>`,
    `<meta name="description" content="${escapeHtml(parts.description)}">`,
    '<meta name="color-scheme" content="light dark">',
    `<script>${headScript}</script>`,
    ...parts.fonts.map(
      (path) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="${at(path)}">`,
    ),
    ...parts.styles.map((path) => `<link rel="stylesheet" href="${at(path)}">`),
    ...parts.scripts.map((path) => `<script type="module" src="${at(path)}"></script>`),
    ...parts.modulePreloads.map((path) => `<link rel="modulepreload" href="${at(path)}">`),
    `<link rel="icon" type="image/svg+xml" href="${at('icon.svg')}">`,
    '</head>',
    '<body>',
    `<div id="root" data-path="${escapeHtml(parts.path)}">${parts.body}</div>`,
    `<script>${bodyScript}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
