/** Weights as numbers by name, added up without a tensor: two models averaged, adapters multiplied out. */
import type { ModelConfig } from '../config.ts';
import type { FloatTensor } from './int8.ts';

export type Floats = ReadonlyMap<string, FloatTensor>;

/** (1 - share) of the one and share of the other, number by number: both are of one config. */
export function averaged(one: Floats, other: Floats, share: number): Floats {
  return new Map(
    Array.from(one, ([name, { shape, data }]) => {
      const own = other.get(name);
      if (own === undefined || own.data.length !== data.length)
        throw new RangeError(`The other model has no ${name} of this shape.`);
      return [
        name,
        { shape, data: data.map((value, at) => (1 - share) * value + share * (own.data[at] ?? 0)) },
      ];
    }),
  );
}

const down = '.adapter.down';

/** W_0 + A B in the place of each map with an adapter, as `parts/lora.ts` merges them. */
export function foldedIn(floats: Floats): Floats {
  const folded = new Map([...floats].filter(([name]) => !name.includes('.adapter.')));
  for (const [name, thin] of floats) {
    if (!name.endsWith(down)) continue;
    const map = name.slice(0, -down.length);
    const [weight, up] = [floats.get(`${map}.weight`), floats.get(`${map}.adapter.up`)];
    if (!weight || !up) throw new RangeError(`The adapter of ${map} stands beside no map.`);
    const [inputs = 0, rank = 0] = thin.shape;
    const [, outputs = 0] = up.shape;
    const data = Float32Array.from(weight.data);
    for (let row = 0; row < inputs; row++)
      for (let inner = 0; inner < rank; inner++) {
        const factor = thin.data[row * rank + inner] ?? 0;
        for (let column = 0; column < outputs; column++)
          data[row * outputs + column] =
            (data[row * outputs + column] ?? 0) + factor * (up.data[inner * outputs + column] ?? 0);
      }
    folded.set(`${map}.weight`, { shape: weight.shape, data });
  }
  return folded;
}

/** What is left of a config when its adapters are multiplied out. */
export function withoutAdapters({ adapters: _, ...config }: ModelConfig): ModelConfig {
  return config;
}
