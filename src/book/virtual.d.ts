declare module 'virtual:references' {
  /** What the book cites, formatted by `build/references.ts`. */
  export const references: readonly {
    readonly id: string;
    readonly phrases: readonly { readonly text: string; readonly as: 'plain' | 'italic' | 'link' }[];
    /** Routes of the chapters that cite it. */
    readonly citedIn: readonly string[];
    /** The figure whose numbers are from it, where the text of its chapter does not cite it. */
    readonly drawnIn: string | null;
  }[];
}

declare module 'virtual:shipped' {
  /** Ids of the claims of which `public/claims/` holds a record: `C7`. */
  export const recordedClaims: readonly string[];
  /** Ids of the models whose weights ship. */
  export const checkpoints: readonly string[];
}
