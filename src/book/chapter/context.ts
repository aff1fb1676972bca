import { createContext, useContext } from 'react';

interface ChapterFacts {
  /** The route: what a reader answers is kept under it. */
  readonly path: string;
  readonly minutes: number | null;
}

export const ChapterContext = createContext<ChapterFacts>({ path: '', minutes: null });
export const useChapter = (): ChapterFacts => useContext(ChapterContext);
