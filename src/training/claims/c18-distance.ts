import { rotate } from '../../models/parts/position.ts';
import { matMul, type Tensor4D, tensor, tidy } from '../../models/tf.ts';
import { normals, randomStream } from '../../random.ts';
import { bar, type Claim } from './claim.ts';

const heads = 4;
const length = 64;
const headSize = 24;
const base = 10_000;
const shifts = [1, 7, 64, 500, 1_000];

export const c18: Claim = {
  id: 'C18',
  claim: 'rotary positions make scores depend on the distance only',
  source: 'Su et al. 2021',
  setting:
    'Queries and keys of 4 heads of 24 numbers of mean 0 and variance 1 at 64 positions, turned by the function that the models run, base 10,000; q · k / √24 with all positions shifted by 1 to 1,000, and with the keys alone shifted by one.',
  async run({ seed, short, tell }) {
    const random = randomStream(seed);
    const drawn = () => normals(random, heads * length * headSize);
    const [query, key] = [drawn(), drawn()];
    const scores = async (queryStart: number, keyStart: number): Promise<Float32Array> => {
      const turned = tidy(() => {
        const turn = (values: Float32Array, start: number) =>
          rotate(tensor(values, [1, heads, length, headSize]) as Tensor4D, base, start); // [1, heads, seq, headSize]
        return matMul(turn(query, queryStart), turn(key, keyStart), false, true).div(Math.sqrt(headSize)); // [1, heads, query, key]
      });
      const values = Float32Array.from(await turned.data());
      turned.dispose();
      return values;
    };
    const still = await scores(0, 0);
    const furthest = (other: Float32Array) =>
      other.reduce((most, value, at) => Math.max(most, Math.abs(value - (still[at] ?? Number.NaN))), 0);
    const moved: number[] = [];
    for (const shift of short ? shifts.slice(0, 2) : shifts) {
      moved.push(furthest(await scores(shift, shift)));
      tell(`shifted by ${shift}: ${moved.at(-1)?.toExponential(1)} apart at most`);
    }
    return {
      bars: [
        bar('largest change of a score when all positions are shifted', Math.max(...moved), { atMost: 1e-4 }),
        bar('largest change when the keys alone are shifted by one', furthest(await scores(0, 1))),
      ],
      series: [
        {
          name: 'all positions shifted',
          xLabel: 'positions',
          yLabel: 'largest change of a score',
          x: shifts.slice(0, moved.length),
          y: moved,
        },
      ],
      steps: 0,
    };
  },
};
