/** What this browser remembers of the reader, as a file to take along, or erased. */
import { useProgress } from './progress.ts';
import { useSettings } from './settings.ts';

/** The shell's memory, and what the runtime measured of this machine. */
const ours = /^(book:|llm-architecture\/)/;

function names(): string[] {
  try {
    return Object.keys(localStorage).filter((name) => ours.test(name));
  } catch {
    return []; // Storage is forbidden, so there is nothing.
  }
}

/** By name: what is kept, as JSON where it is JSON. */
export function remembered(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names().map((name) => [name, parsed(localStorage.getItem(name) ?? '')]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function saveMine(): void {
  const file = new Blob([JSON.stringify(remembered(), null, 2)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'llm-architecture-mine.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function eraseMine(): void {
  useProgress.getState().forget();
  useSettings.getState().change({ theme: 'system', textSize: 'normal', shortcuts: true });
  for (const name of names()) localStorage.removeItem(name);
}
