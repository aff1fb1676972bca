import { attend } from '../../models/parts/attention.ts';
import { attentionMask } from '../../models/parts/mask.ts';
import { capture } from '../../models/probe.ts';
import { type Softened, soften } from '../../models/softened-rows.ts';
import { dispose, type Tensor4D, tensor, tidy } from '../../models/tf.ts';
import { normals, randomStream } from '../../random.ts';
import { bar, type Claim } from './claim.ts';

const sizes = [4, 8, 16, 32, 64, 128, 256, 512, 1_024];
const keys = 64;
const positions = Array.from({ length: keys }, (_, key) => key);
/** One draw is one query with its own keys. */
const draws = 200;
/** The bars are about this d_k. */
const asked = 512;

export const c01: Claim = {
  id: 'C1',
  claim: 'without 1/sqrt(d_k) the softmax saturates',
  source: 'Vaswani et al. 2017, 3.2.1',
  setting:
    'One query and 64 keys of independent numbers of mean 0 and variance 1, drawn 200 times for each size from 4 to 1,024, through the attention that the models run; entropy as a share of that of equal weights, and the length of the derivative of the weights by the scores.',
  async run({ seed, short, tell }) {
    const random = randomStream(seed);
    const found = new Map<number, Readonly<Record<'scaled' | 'unscaled', Softened>>>();
    for (const size of sizes) {
      const rows = short ? 20 : draws;
      // As many heads as draws: each query has keys of its own.
      const drawn = { q: normals(random, rows * size), k: normals(random, rows * keys * size) };
      const own = { scaled: await rowsOf(drawn, size, true), unscaled: await rowsOf(drawn, size, false) };
      found.set(size, own);
      tell(
        `d_k = ${size}: entropy ${own.scaled.entropy.toFixed(3)} with the scale, ${own.unscaled.entropy.toFixed(3)} without`,
      );
    }
    const at = (size: number) => {
      const own = found.get(size);
      if (own === undefined) throw new Error(`Nothing was drawn of size ${size}.`);
      return own;
    };
    const line = (kind: 'scaled' | 'unscaled', of: 'entropy' | 'gradient') => ({
      name: `${of}, ${kind === 'scaled' ? 'with the scale' : 'without'}`,
      xLabel: 'd_k',
      yLabel: of,
      x: [...sizes],
      y: sizes.map((size) => at(size)[kind][of]),
    });
    const of = `of a uniform row's, d_k = ${asked}`;
    return {
      bars: [
        bar(`entropy without the scale, share ${of}`, at(asked).unscaled.entropy, { atMost: 0.1 }),
        bar(`entropy with the scale, share ${of}`, at(asked).scaled.entropy, { atLeast: 0.8 }),
        bar(
          `gradient without the scale, share of that with it, d_k = ${asked}`,
          at(asked).unscaled.gradient / at(asked).scaled.gradient,
        ),
        bar(
          'entropy with the scale, difference between the largest d_k and the smallest',
          at(sizes.at(-1) ?? 0).scaled.entropy - at(sizes[0] ?? 0).scaled.entropy,
        ),
      ],
      series: (['scaled', 'unscaled'] as const).flatMap((kind) => [
        line(kind, 'entropy'),
        line(kind, 'gradient'),
      ]),
      steps: 0,
    };
  },
};

interface Drawn {
  /** [draws, size] */
  readonly q: Float32Array;
  /** [draws, keys, size] */
  readonly k: Float32Array;
}

async function rowsOf({ q, k }: Drawn, size: number, scaled: boolean): Promise<Softened> {
  const { probe, tensors } = capture((name) => name === 'pattern');
  const rows = q.length / size;
  try {
    tidy(() => {
      const query = tensor(q, [1, rows, 1, size]) as Tensor4D; // [1, draws, 1, size]
      const key = tensor(k, [1, rows, keys, size]) as Tensor4D; // [1, draws, key, size]
      const mask = attentionMask({ causal: false, window: null }, {}, 0, 1, positions); // [1, 1, query, key]
      attend({ q: query, k: key, v: key, mask, bias: null, scaled, probe });
    });
    const pattern = await tensors.get('pattern')?.data(); // [1, draws, 1, key]
    if (pattern === undefined) throw new Error('attention no longer probes its pattern');
    return soften(Float32Array.from(pattern), keys);
  } finally {
    dispose([...tensors.values()]);
  }
}
