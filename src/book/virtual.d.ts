declare module 'virtual:references' {
  /** What the book cites, formatted by `build/references.ts`. */
  export const references: readonly {
    readonly id: string;
    readonly html: string;
    /** Routes of the chapters that cite it. */
    readonly citedIn: readonly string[];
  }[];
}
