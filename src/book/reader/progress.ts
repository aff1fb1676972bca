import * as v from 'valibot';
import { create } from 'zustand';
import { findRoute, type RoutePath, routePaths } from '../routes.ts';
import { forgetStored, readStored, writeStored } from './storage.ts';

/** What has been read, and what has been answered. It stays in this browser. */

const progressSchema = v.object({
  /** Chapters whose end the reader has seen. */
  read: v.fallback(v.array(v.picklist(routePaths)), []),
  /** The chapter that was open last. */
  last: v.fallback(v.nullable(v.picklist(routePaths)), null),
  /** By the question's id: what was chosen or written. */
  answers: v.fallback(v.record(v.string(), v.pipe(v.string(), v.maxLength(200))), {}),
});
type Progress = v.InferOutput<typeof progressSchema>;

interface ProgressStore extends Progress {
  load(): void;
  open(path: string): void;
  finish(path: string): void;
  answer(id: string, answer: string): void;
  forget(): void;
}

const nothing: Progress = { read: [], last: null, answers: {} };

export const useProgress = create<ProgressStore>((set, get) => {
  const keep = (progress: Partial<Progress>) => {
    set(progress);
    const { read, last, answers } = get();
    writeStored('progress', { read, last, answers });
  };
  const chapter = (path: string): RoutePath | null => {
    const route = findRoute(path);
    return route !== undefined && route.number !== null ? route.path : null;
  };
  return {
    ...nothing,
    load() {
      const progress = readStored('progress', progressSchema);
      if (progress !== null) set(progress);
    },
    open(path) {
      const last = chapter(path);
      if (last !== null && last !== get().last) keep({ last });
    },
    finish(path) {
      const finished = chapter(path);
      if (finished !== null && !get().read.includes(finished)) keep({ read: [...get().read, finished] });
    },
    answer(id, answer) {
      keep({ answers: { ...get().answers, [id]: answer.slice(0, 200) } });
    },
    forget() {
      set(nothing);
      forgetStored('progress');
    },
  };
});
