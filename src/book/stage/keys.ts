import { fields, within } from '../shell/shortcuts.ts';
import type { StageAction } from './session.ts';

/** What a key does on the stage. Clickers send PageUp and PageDown, and a full stop or B for a blank wall. */
export type StageKey = StageAction['kind'] | 'speaker' | 'full screen';

const byName: Readonly<Record<string, StageKey>> = {
  PageDown: 'next',
  PageUp: 'back',
  Escape: 'leave',
};
const arrows: Readonly<Record<string, StageKey>> = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  ArrowLeft: 'back',
  ArrowUp: 'back',
  ' ': 'next',
};
const characters: Readonly<Record<string, StageKey>> = {
  b: 'blank',
  '.': 'blank',
  q: 'code',
  s: 'speaker',
  f: 'full screen',
};

/** What has a use of its own for arrows and the space bar. */
const control = `${fields}, button, a, summary, [role="grid"], [role="slider"], figure [tabindex]`;

/** Keys of a clicker work wherever the focus is; arrows where nothing else wants them; characters outside of fields, if they may. */
export function stageKey(event: KeyboardEvent, charactersAllowed: boolean): StageKey | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const always = byName[event.key];
  if (always !== undefined) return always;
  const arrow = arrows[event.key];
  if (arrow !== undefined) return within(event.target, control) ? null : arrow;
  if (!charactersAllowed || within(event.target, fields)) return null;
  return characters[event.key.toLowerCase()] ?? null;
}
