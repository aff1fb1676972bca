declare module 'virtual:references' {
  export const references: readonly import('./build/references.ts').Reference[];
}
