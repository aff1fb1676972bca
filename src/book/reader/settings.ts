import * as v from 'valibot';
import { create } from 'zustand';
import { readStored, writeStored } from './storage.ts';

export const themes = ['system', 'light', 'dark', 'projector'] as const;
export const textSizes = ['normal', 'large', 'largest'] as const;
export type Theme = (typeof themes)[number];

const settingsSchema = v.object({
  theme: v.fallback(v.picklist(themes), 'system'),
  textSize: v.fallback(v.picklist(textSizes), 'normal'),
  /** Keys of one character do something. */
  shortcuts: v.fallback(v.boolean(), true),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

interface SettingsStore extends Settings {
  change(settings: Partial<Settings>): void;
  /** Called once the page stands: what the server rendered cannot know the reader's choice. */
  load(): void;
}

export const useSettings = create<SettingsStore>((set, get) => ({
  theme: 'system',
  textSize: 'normal',
  shortcuts: true,
  change(settings) {
    if (settings.theme !== undefined) override = null;
    set(settings);
    const { theme, textSize, shortcuts } = get();
    writeStored('settings', { theme, textSize, shortcuts });
    show(get());
  },
  load() {
    const settings = readStored('settings', settingsSchema);
    if (settings !== null) set(settings);
    show(get());
  },
}));

let override: Theme | null = null;

/** A theme for now, of a link or of the stage: the reader's own choice stays what it is. */
export function overrideTheme(theme: Theme | null): void {
  override = theme;
  show(useSettings.getState());
}

/** Paper is white: what is printed is printed in the light theme. */
export function printInLight(): () => void {
  let before = override;
  const print = () => {
    before = override;
    overrideTheme('light');
  };
  const printed = () => overrideTheme(before);
  addEventListener('beforeprint', print);
  addEventListener('afterprint', printed);
  return () => {
    removeEventListener('beforeprint', print);
    removeEventListener('afterprint', printed);
  };
}

/** The page's first paint does the same in `build/page-scripts.ts`. */
function show({ theme: own, textSize }: Settings): void {
  const { dataset } = document.documentElement;
  const theme = override ?? own;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  if (textSize === 'normal') delete dataset.textSize;
  else dataset.textSize = textSize;
}
