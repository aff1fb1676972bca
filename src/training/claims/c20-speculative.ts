import { tokenizerFromJSON } from '../../data/tokenizers/index.ts';
import { loadCheckpoint } from '../../models/checkpoints/load.ts';
import { forward, type Params } from '../../models/model.ts';
import { disposeParams } from '../../models/params.ts';
import { softmax } from '../../models/sampling.ts';
import { check, drawFrom, type ReadDistributions, speculate } from '../../models/speculative.ts';
import { type Tensor2D, tensor, tidy } from '../../models/tf.ts';
import { randomStream } from '../../random.ts';
import { nodeFolder } from '../node-files.ts';
import { bar, type Claim } from './claim.ts';

const story = 'leo has a red train . rosa has a pink boat .';
const lookahead = 4;
const newWords = 40;
/** Words that are expected less often are counted together. */
const leastExpected = 5;

const folder = (id: string) => nodeFolder(`public/checkpoints/${id}`);

/** The bound of chi-squared at 1 %, by Wilson and Hilferty. */
const boundAt1 = (freedom: number): number =>
  freedom * (1 - 2 / (9 * freedom) + 2.326 * Math.sqrt(2 / (9 * freedom))) ** 3;

export const c20: Claim = {
  id: 'C20',
  claim: 'Speculative decoding keeps the distribution of the large model and needs fewer of its passes',
  source: 'Leviathan et al. 2023',
  setting:
    'gpt2-toytown checks what draft-toytown drafts, temperature 1: 100,000 next words after a story by chi-squared against the large model’s own distribution, and the passes that forty words take with four drafted ahead, 20 texts.',
  async run({ seed, short, tell }) {
    const draft = await loadCheckpoint(folder('draft-toytown'));
    const target = await loadCheckpoint(folder('gpt2-toytown'));
    try {
      const reader =
        ({ params, config }: typeof draft): ReadDistributions =>
        async (text, from) => {
          const logits = tidy(() => {
            const tokens = tensor([...text], [1, text.length], 'int32') as Tensor2D; // [1, seq]
            return forward(params as Params, config, { tokens }).logits; // [1, seq, vocabulary]
          });
          const data = await logits.data();
          logits.dispose();
          const { vocabulary } = config;
          return Array.from({ length: text.length - from }, (_, row) =>
            softmax(data.slice((from + row) * vocabulary, (from + row + 1) * vocabulary)),
          );
        };
      const [readDraft, readTarget] = [reader(draft), reader(target)];
      const tokenizer = tokenizerFromJSON(target.tokenizer);
      const prompt = [tokenizer.begin ?? '', ...story.split(' ')].map((word) =>
        tokenizer.vocabulary.indexOf(word),
      );
      const [guess = []] = await readDraft(prompt, prompt.length - 1);
      const [truth = []] = await readTarget(prompt, prompt.length - 1);
      const random = randomStream(seed);
      const draws = short ? 2_000 : 100_000;
      const counts = new Float64Array(truth.length);
      for (let draw = 0; draw < draws; draw++) {
        const { token } = check(drawFrom(guess, random.next()), truth, guess, random);
        counts[token] = (counts[token] ?? 0) + 1;
      }
      const cells: { seen: number; expected: number }[] = [];
      const rest = { seen: 0, expected: 0 };
      for (let token = 0; token < truth.length; token++) {
        const [seen, expected] = [counts[token] ?? 0, draws * (truth[token] ?? 0)];
        if (expected >= leastExpected) cells.push({ seen, expected });
        else {
          rest.seen += seen;
          rest.expected += expected;
        }
      }
      if (rest.expected > 0) cells.push(rest);
      const statistic = cells.reduce((sum, { seen, expected }) => sum + (seen - expected) ** 2 / expected, 0);
      tell(`chi-squared ${statistic.toFixed(2)} of ${cells.length} kinds of word`);

      let passes = 0;
      let words = 0;
      for (let text = 0; text < (short ? 1 : 20); text++) {
        const written = [...prompt];
        while (written.length < prompt.length + (short ? 6 : newWords)) {
          const round = await speculate(written, lookahead, readDraft, readTarget, random);
          written.push(...round.drafted.slice(0, round.accepted), round.written);
          passes++;
        }
        words += written.length - prompt.length;
      }
      tell(`${passes} passes for ${words} words`);
      return {
        bars: [
          bar('chi-squared over its bound at 1 %', statistic / boundAt1(cells.length - 1), { atMost: 1 }),
          bar('passes of the large model a word', passes / words, { atMost: 0.99 }),
        ],
        series: [],
        steps: 0,
      };
    } finally {
      disposeParams(draft.params);
      disposeParams(target.params);
    }
  },
};
