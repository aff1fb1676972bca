import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { isFigureTag, widgetName } from '../mdx-names.ts';
import { type Route, routes } from '../routes.ts';

/**
 * Figures and exercises are numbered through a part in reading order, as in a printed book: Figure 2.3 is the third of part 2.
 * The numbers are found by reading the chapters, so nobody keeps them by hand, and a `<FigureLink to="attention-map"/>` anywhere knows its own.
 */

export interface Numbering {
  readonly figures: ReadonlyMap<string, { readonly number: string; readonly route: Route }>;
  /** By route, in order of appearance. */
  readonly exercises: ReadonlyMap<string, readonly string[]>;
}

export const chapterFile = (folder: string, path: string): string => join(folder, `${path.slice(1)}.mdx`);

export function numberChapters(folder: string): Numbering {
  const figures = new Map<string, { number: string; route: Route }>();
  const exercises = new Map<string, string[]>();
  const counts = new Map<string, { figures: number; exercises: number }>();
  for (const route of routes) {
    const file = chapterFile(folder, route.path);
    if (route.path === '/' || !existsSync(file)) continue;
    const part = route.number?.split('.')[0] ?? unnumberedPrefix(route.path);
    const count = counts.get(part) ?? { figures: 0, exercises: 0 };
    counts.set(part, count);
    for (const [, tag] of readFileSync(file, 'utf8').matchAll(/^\s*<([A-Z]\w*)/gm)) {
      if (tag === undefined) continue;
      if (tag === 'Exercise') {
        count.exercises += 1;
        exercises.set(route.path, [...(exercises.get(route.path) ?? []), `${part}.${count.exercises}`]);
      } else if (isFigureTag(tag) && !figures.has(widgetName(tag))) {
        count.figures += 1;
        figures.set(widgetName(tag), { number: `${part}.${count.figures}`, route });
      }
    }
  }
  return { figures, exercises };
}

/** An unnumbered page counts its figures by a letter: P.1 in the primer. */
const unnumberedPrefix = (path: string): string => path.slice(1, 2).toUpperCase();

export function remarkNumbering(options: { readonly folder: string }) {
  return (tree: Root, file: VFile): void => {
    const { figures, exercises } = numberChapters(options.folder);
    const route = routes.find(({ path }) => chapterFile(options.folder, path) === file.path);
    const ownExercises = [...((route && exercises.get(route.path)) ?? [])];
    visit(tree, 'mdxJsxFlowElement', (element) => {
      if (element.name === null || !/^[A-Z]/.test(element.name)) return;
      const number =
        element.name === 'Exercise'
          ? ownExercises.shift()
          : isFigureTag(element.name)
            ? figures.get(widgetName(element.name))?.number
            : undefined;
      if (number !== undefined)
        element.attributes.push({ type: 'mdxJsxAttribute', name: 'number', value: number });
    });
    visit(tree, 'mdxJsxTextElement', (element) => {
      if (element.name !== 'FigureLink') return;
      const to = element.attributes.find(
        (attribute) => attribute.type === 'mdxJsxAttribute' && attribute.name === 'to',
      );
      const name = typeof to?.value === 'string' ? to.value : '';
      const figure = figures.get(name);
      if (figure === undefined) return file.fail(`<FigureLink to="${name}"/>: no chapter shows that figure`);
      element.attributes.push(
        { type: 'mdxJsxAttribute', name: 'number', value: figure.number },
        { type: 'mdxJsxAttribute', name: 'route', value: figure.route.path },
      );
      return;
    });
  };
}
