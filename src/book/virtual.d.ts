declare module 'virtual:references' {
  /** What the book cites, formatted by `build/references.ts`. */
  export const references: readonly {
    readonly id: string;
    readonly phrases: readonly { readonly text: string; readonly as: 'plain' | 'italic' | 'link' }[];
    /** Routes of the chapters that cite it. */
    readonly citedIn: readonly string[];
  }[];
}
