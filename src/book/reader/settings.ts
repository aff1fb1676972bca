import * as v from 'valibot';
import { create } from 'zustand';
import { readStored, writeStored } from './storage.ts';

export const themes = ['system', 'light', 'dark', 'projector'] as const;
export const textSizes = ['normal', 'large', 'largest'] as const;

const settingsSchema = v.object({
  theme: v.fallback(v.picklist(themes), 'system'),
  textSize: v.fallback(v.picklist(textSizes), 'normal'),
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
  change(settings) {
    set(settings);
    const { theme, textSize } = get();
    writeStored('settings', { theme, textSize });
    show({ theme, textSize });
  },
  load() {
    const settings = readStored('settings', settingsSchema);
    if (settings === null) return;
    set(settings);
    show(settings);
  },
}));

/** The page's first paint does the same in `build/theme-script.ts`. */
function show({ theme, textSize }: Settings): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  if (textSize === 'normal') delete dataset.textSize;
  else dataset.textSize = textSize;
}
