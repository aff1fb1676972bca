/** What a figure must know of a shipped model before anything is loaded: how many layers and heads its controls offer, and how long a text may be. */
export interface ShippedModel {
  readonly id: string;
  readonly layers: number;
  readonly heads: number;
  readonly headSize: number;
  /** The longest text, in tokens. */
  readonly context: number;
}

export const shippedModels = {
  'gpt2-toytown': { id: 'gpt2-toytown', layers: 4, heads: 4, headSize: 16, context: 128 },
} as const satisfies Readonly<Record<string, ShippedModel>>;

export type ShippedModelId = keyof typeof shippedModels;

/** `1` to `count`, as the choices of a control. */
export const numbersTo = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index + 1));
