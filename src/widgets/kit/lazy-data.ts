/** A text read with only the strongest neurons of each layer and word, and how many are exactly 0 without any help. */
import { type Intervention, type ModelChoice, type Options, runtime } from '../../runtime/client.ts';

export const keptShares = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64] as const;

export interface LazyReading {
  readonly zeros: number;
  /** Nats a token, for each of `keptShares`. */
  readonly losses: readonly number[];
}

const strongest = (layers: number, share: number): Intervention[] =>
  Array.from({ length: layers }, (_, layer) => ({
    kind: 'strongest',
    name: `blocks.${layer}.mlp.post`,
    places: [],
    share,
  }));

export async function readLazily(
  model: ModelChoice,
  layers: number,
  tokens: readonly number[],
  options: Options,
): Promise<LazyReading> {
  const losses: number[] = [];
  let zeros = 0;
  for (const share of keptShares) {
    const whole = share === 1;
    const result = await runtime().run(
      {
        model,
        tokens,
        loss: true,
        capture: whole ? ['blocks.*.mlp.post'] : [],
        ...(whole ? {} : { interventions: strongest(layers, share) }),
      },
      options,
    );
    if (!result.losses) throw new Error('The model answered without its losses.');
    losses.push(result.losses.reduce((sum, loss) => sum + loss, 0) / result.losses.length);
    if (whole) {
      const all = Object.values(result.tensors).map(({ data }) => data);
      const none = all.reduce(
        (sum, data) => sum + data.reduce((own, value) => own + (value === 0 ? 1 : 0), 0),
        0,
      );
      zeros = none / all.reduce((sum, { length }) => sum + length, 0);
    }
  }
  return { zeros, losses };
}
