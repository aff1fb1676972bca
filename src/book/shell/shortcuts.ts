import { useEffect } from 'react';
import { useSettings } from '../reader/settings.ts';

/** Keys of one character. They act only outside of fields, and the reader can turn them off. */

/** Where a character is text. */
export const fields = 'input, textarea, select, [contenteditable]';

export const within = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;

export function useShortcut(character: string, act: ((event: KeyboardEvent) => void) | null): void {
  useEffect(() => {
    if (act === null) return;
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== character || event.repeat || event.defaultPrevented) return;
      if (event.altKey || event.ctrlKey || event.metaKey || within(event.target, fields)) return;
      if (!useSettings.getState().shortcuts) return;
      event.preventDefault();
      act(event);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [character, act]);
}
