/** A data set that is read from its corpus when it is first asked for something: a table of recipes opens no file. */
import type { Dataset } from './batch.ts';

export interface LazyDataset<D extends Dataset> {
  readonly dataset: Dataset;
  /** The data set itself, the same at every call. */
  readonly open: () => D;
}

export function lazyDataset<D extends Dataset>(make: () => D): LazyDataset<D> {
  let made: D | null = null;
  const open = (): D => {
    made ??= make();
    return made;
  };
  return {
    open,
    dataset: {
      get vocabulary() {
        return open().vocabulary;
      },
      training: (...asked) => open().training(...asked),
      heldOut: (...asked) => open().heldOut(...asked),
    },
  };
}
