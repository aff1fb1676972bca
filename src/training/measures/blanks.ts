/** Blanks in held-out stories of Toytown that the rest of the story determines: filled by an encoder, restored by BART. */
import { determinedBlanks } from '../../data/objectives/determined-blanks.ts';
import { draw } from '../../data/objectives/masked-tokens.ts';
import { padNumbers, padRows } from '../../data/objectives/pad-rows.ts';
import { denoisedMark, enclosed } from '../../data/objectives/toytown-denoised.ts';
import { mark } from '../../data/objectives/toytown-masked.ts';
import { heldOutStories } from '../../data/objectives/toytown-stories.ts';
import { vocabulary as words } from '../../data/toytown/index.ts';
import type { Bar } from '../../models/checkpoints/card.ts';
import type { ModelConfig } from '../../models/config.ts';
import { forward, type Params } from '../../models/model.ts';
import { argMax, type Tensor2D, tensor, tidy } from '../../models/tf.ts';
import { randomStream } from '../../random.ts';
import { writeGreedily } from './greedy.ts';

const stories = 150;
const blanksEach = 8;
const rows = 32;

export interface Blank {
  readonly story: readonly number[];
  readonly place: number;
}

/** Some determined blanks of each of the first held-out stories. */
export const drawBlanks = (count = stories, each = blanksEach): Blank[] =>
  drawPlaces((story) => determinedBlanks(story.map((id) => words[id] ?? '')), count, each);

/** Some words of each of the first held-out stories, whether the rest determines them or not. */
export const drawAnyBlanks = (count = stories, each = blanksEach): Blank[] =>
  drawPlaces((story) => [...story.keys()], count, each);

function drawPlaces(
  candidates: (story: readonly number[]) => readonly number[],
  count: number,
  each: number,
): Blank[] {
  const random = randomStream(0);
  return heldOutStories(Math.ceil(count / rows), rows)
    .flat()
    .slice(0, count)
    .flatMap((story) => draw(candidates(story), each, random).map((place) => ({ story, place })));
}

const hidden = ({ story, place }: Blank, mask: number): number[] =>
  story.map((token, at) => (at === place ? mask : token));

interface Limit extends Pick<Bar, 'atLeast'> {
  /** Of the padded texts. */
  readonly length: number;
}

const barOf = (what: string, right: number, count: number, { atLeast }: Pick<Bar, 'atLeast'>): Bar => {
  const of = `${count} blanks that the rest of the story determines`;
  return { what: `${what}, of ${of}`, unit: 'share', atMost: null, atLeast, measured: right / count };
};

/** What an encoder reads of a story: the story's tokens in their order, marks among them. */
export interface FramedStory {
  readonly tokens: readonly number[];
  readonly segments?: readonly number[];
}

export interface FillingOptions extends Limit {
  readonly frame: (story: readonly number[]) => FramedStory;
}

/** One blank a text: the share that the encoder's first choice fills as the world has it. */
export async function filledBlanks(
  params: Params,
  config: ModelConfig,
  { frame, length, atLeast }: FillingOptions,
): Promise<Bar> {
  const blanks = drawBlanks();
  const right = await filledShare(params, config, blanks, { frame, length });
  return barOf('filled', right * blanks.length, blanks.length, { atLeast });
}

/** The share of the blanks that an encoder's first choice fills with the very word. */
export async function filledShare(
  params: Params,
  config: ModelConfig,
  blanks: readonly Blank[],
  { frame, length }: Pick<FillingOptions, 'frame' | 'length'>,
): Promise<number> {
  const marks = new Set(Object.values(mark));
  const texts = blanks.map(({ story, place }) => {
    const { tokens, segments = [] } = frame(story);
    const at = tokens.flatMap((token, index) => (marks.has(token) ? [] : [index]))[place] ?? 0;
    return { tokens: tokens.with(at, mark['<mask>']), segments, at, wanted: story[place] };
  });
  return rightShare(params, config, texts, length);
}

/** The share of the blanks that a causal model, which reads `<cls>` and the story up to the blank, goes on with. */
export async function foretoldShare(
  params: Params,
  config: ModelConfig,
  blanks: readonly Blank[],
  length: number,
): Promise<number> {
  const texts = blanks.map(({ story, place }) => {
    const tokens = [mark['<cls>'], ...story.slice(0, place)];
    return { tokens, segments: [], at: place, wanted: story[place] };
  });
  return rightShare(params, config, texts, length);
}

interface Question extends FramedStory {
  /** Where the answer is read. */
  readonly at: number;
  readonly wanted: number | undefined;
}

async function rightShare(
  params: Params,
  config: ModelConfig,
  questions: readonly Question[],
  length: number,
): Promise<number> {
  let right = 0;
  for (let from = 0; from < questions.length; from += rows) {
    const own = questions.slice(from, from + rows);
    const texts = padRows(
      own.map(({ tokens }) => tokens),
      length,
      mark['<pad>'],
    );
    const segments = padNumbers(
      own.map((one) => one.segments ?? []),
      length,
    );
    const shape: [number, number] = [own.length, length];
    const chosen = tidy(() => {
      const inputs = {
        tokens: tensor(texts.tokens, shape, 'int32') as Tensor2D, // [rows, length]
        paddingMask: tensor(texts.padding, shape) as Tensor2D, // [rows, length]
        segments: tensor(Int32Array.from(segments), shape, 'int32') as Tensor2D, // [rows, length]
      };
      return argMax(forward(params, config, inputs).logits, -1); // [rows, length]
    });
    const values = await chosen.data();
    chosen.dispose();
    own.forEach(({ at, wanted }, row) => {
      if (values[row * length + at] === wanted) right += 1;
    });
  }
  return right / questions.length;
}

/** One blank a text: the share that an encoder-decoder writes as the world has it, at its place in the story. */
export async function restoredBlanks(
  params: Params,
  config: ModelConfig,
  { length, atLeast }: Limit,
): Promise<Bar[]> {
  const { '<s>': first, '</s>': last, '<mask>': hole, '<pad>': pad } = denoisedMark;
  const blanks = drawBlanks(stories, 4);
  let [right, whole] = [0, 0];
  for (let from = 0; from < blanks.length; from += rows) {
    const own = blanks.slice(from, from + rows);
    const texts = own.map((blank) => enclosed(hidden(blank, hole), length));
    const source = { length, ...padRows(texts, length, pad) };
    const written = await writeGreedily(params, config, source, { start: first, end: last, maximum: length });
    own.forEach(({ story, place }, row) => {
      if (written[row]?.[place] === story[place]) right += 1;
      if (written[row]?.join() === story.join()) whole += 1;
    });
  }
  return [
    barOf('restored', right, blanks.length, { atLeast }),
    barOf('whole stories restored', whole, blanks.length, { atLeast: null }),
  ];
}
