/**
 * What must hold of any figure, whatever it shows: links that say anything leave it working, and all that a pointer can do in it
 * the keyboard can.
 */
import fc from 'fast-check';
import type { Locator, Page } from 'playwright-core';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import type { Field, Fields } from '../../../src/widgets/kit/url-state.ts';
import { type WidgetName, widgetModules } from '../../../src/widgets/registry.ts';

/** The fields of a figure's state, as it tells them when it is drawn. `told` collects them: see `every-figure.test.ts`. */
export async function fieldsOf(widget: string, told: Map<string, Fields>): Promise<Fields> {
  const { default: Widget } = await widgetModules[widget as WidgetName]();
  renderToString(createElement(Widget));
  const fields = told.get(widget);
  if (fields === undefined) throw new Error(`${widget} has no state`);
  return fields;
}

const garbage = fc.oneof(
  fc.constantFrom(
    '',
    '1,2',
    '-1',
    '1e9',
    'NaN',
    '!t',
    '%',
    ':',
    '<b>',
    '__proto__',
    '\u202e',
    '9,9,9',
    '0.5',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

/** Mostly what the field allows, at its ends and between them; now and then anything. */
function valuesOf(field: Field): fc.Arbitrary<string> {
  const number = ({ minimum, maximum, step }: { minimum: number; maximum: number; step: number }) =>
    fc
      .oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }))
      .map((share) => String(minimum + Math.round((share * (maximum - minimum)) / step) * step));
  switch (field.kind) {
    case 'number':
      return fc.oneof({ weight: 4, arbitrary: number(field) }, garbage);
    case 'choice':
      return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...field.choices, '') }, garbage);
    case 'flag':
      return fc.oneof({ weight: 4, arbitrary: fc.constantFrom('0', '1') }, garbage);
    case 'list': {
      const list = fc.array(number(field), {
        minLength: field.shortest,
        maxLength: Math.max(field.shortest, Math.min(6, field.longest)),
      });
      return fc.oneof({ weight: 4, arbitrary: list.map((values) => values.join(',')) }, garbage);
    }
    case 'changes':
      return fc.oneof(
        fc.constantFrom(
          'a*blocks.0.attn.z*1.2',
          's2*blocks.9.mlp.post*2.999',
          'b*embed',
          'f-3*blocks.1.resid_post',
        ),
        garbage,
      );
    case 'text':
      return fc.oneof(fc.constantFrom('mia has a red ball', 'blocks.0.mlp.post', '.', '. . .'), garbage);
  }
}

export function payloads(fields: Fields, count: number): readonly string[] {
  const names = Object.keys(fields);
  const part = fc.constantFrom(...(names.length > 0 ? names : ['x']), 'x').chain((name) => {
    const field = fields[name];
    return (field ? valuesOf(field) : garbage).map((value) => `${name}:${value}`);
  });
  const state = fc
    .tuple(fc.constantFrom('1', '1', '1', '1', '2'), fc.array(part, { minLength: 1, maxLength: 6 }))
    .map(([version, parts]) => [version, ...parts].join('~'));
  return fc.sample(state, { numRuns: count, seed: 20261126 });
}

/** As when a link is followed to each of these states in turn. */
export const follow = (page: Page, widget: string, states: readonly string[]): Promise<void> =>
  page.evaluate(
    async ([name, all]) => {
      for (const state of all) {
        const query = new URLSearchParams(location.search);
        query.set(name, state);
        history.replaceState(history.state, '', `?${query}`);
        dispatchEvent(new CustomEvent('book:figure-set', { detail: name }));
        // It is drawn, and what it asks the worker for is on its way, before the next one comes.
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    },
    [widget, states] as const,
  );

const withKeys =
  'button, input, select, textarea, a[href], summary, [role=grid], [role=listbox], [role=slider], [tabindex="0"]';

/** What invites a pointer and no key reaches. */
export const forPointersOnly = (figure: Locator): Promise<string[]> =>
  figure.evaluate(
    (element, reached) =>
      [...element.querySelectorAll<HTMLElement>('.figure-controls *, .figure-picture *')]
        .filter(
          (inside) =>
            getComputedStyle(inside).cursor === 'pointer' &&
            inside.closest(`${reached}, label`) === null &&
            inside.querySelector(reached) === null,
        )
        .map((inside) => inside.outerHTML.slice(0, 120)),
    withKeys,
  );

/** Goes through the figure by Tab from its first control; the controls that were never reached. */
export async function neverReached(page: Page, figure: Locator): Promise<string[]> {
  const stops = await figure.evaluate((element, reached) => {
    const names = new Set<string>();
    const all = [...element.querySelectorAll<HTMLElement>(reached)].filter((inside) => {
      if (inside.tabIndex < 0 || inside.matches(':disabled') || inside.closest('[inert]')) return false;
      if (!inside.checkVisibility({ visibilityProperty: true })) return false;
      // A group of radio buttons is one stop.
      if (!(inside instanceof HTMLInputElement) || inside.type !== 'radio') return true;
      const first = !names.has(inside.name);
      names.add(inside.name);
      return first;
    });
    all[0]?.focus();
    const marks = all.map((inside) =>
      inside instanceof HTMLInputElement && inside.type === 'radio' ? `radio ${inside.name}` : inside,
    );
    const reach = {
      marks,
      seen: new Set<unknown>(),
      names: all.map((inside) => inside.outerHTML.slice(0, 120)),
    };
    const note = () => {
      const now = document.activeElement;
      if (now)
        reach.seen.add(now instanceof HTMLInputElement && now.type === 'radio' ? `radio ${now.name}` : now);
    };
    note();
    element.addEventListener('focusin', note);
    Object.assign(window, { reach });
    return all.length;
  }, withKeys);
  // A box that scrolls is a stop of its own, which only the browser knows.
  for (let press = 1; press < stops + 6; press++) await page.keyboard.press('Tab');
  return page.evaluate(() => {
    const { marks, seen, names } = (
      window as unknown as { reach: { marks: unknown[]; seen: Set<unknown>; names: string[] } }
    ).reach;
    return names.filter((_, index) => !seen.has(marks[index]));
  });
}

/** By kind of control: the keys that move it. What begins a training run is left alone. */
const moves: readonly (readonly [selector: string, keys: readonly string[]])[] = [
  ['[role=grid]', ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'Home']],
  ['input[type=range]:enabled', ['ArrowRight', 'ArrowLeft']],
  ['[role=slider]', ['ArrowRight', 'ArrowUp']],
  ['[role=listbox]', ['ArrowDown', 'Enter']],
  ['input[type=radio]:enabled:checked', ['ArrowRight', 'ArrowLeft']],
  ['input[type=checkbox]:enabled', ['Space']],
  ['select:enabled', ['ArrowDown']],
  ['.figure-picture button:enabled, .figure-controls button:enabled', ['Enter']],
  ['textarea:enabled', ['End', 'a']],
];

/** Whether a key changes what the figure shows. */
export async function movesByKeys(figure: Locator): Promise<boolean> {
  const looks = () => figure.evaluate((element) => element.innerHTML);
  const before = await looks();
  for (const [selector, keys] of moves) {
    const control = figure.locator(selector).first();
    if ((await control.count()) === 0) continue;
    for (const key of keys) {
      await control.press(key);
      if ((await looks()) !== before) return true;
    }
  }
  return false;
}
