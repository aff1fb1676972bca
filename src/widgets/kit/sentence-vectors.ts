/** Sentences as vectors: the mean of an encoder's last vectors over the words; cosines; and the plane in which they differ most. */
import type { Tokenizer } from '../../data/tokenizers/index.ts';
import type { RunResult } from '../../runtime/client.ts';
import { type FramedText, frameWords, wordsOf } from './masked-text.ts';

export const sentenceModel = { id: 'roberta-toytown', layers: 4, context: 40 } as const;
const lastVectors = `blocks.${sentenceModel.layers - 1}.resid_post`;

export interface SentenceLine {
  readonly text: string;
  readonly frame: FramedText;
}

/** Lines with at least one word that the model knows. */
export function sentencesIn(tokenizer: Tokenizer, text: string, most: number): SentenceLine[] {
  return text
    .split('\n')
    .flatMap((line) => {
      const ids = wordsOf(tokenizer.encode(line).flatMap(({ id }) => (id === null ? [] : [id])));
      const own = ids.slice(0, sentenceModel.context - 2);
      return own.length > 0 ? [{ text: line.trim(), frame: frameWords(sentenceModel.id, own) }] : [];
    })
    .slice(0, most);
}

export function sentenceRequest(sentences: readonly SentenceLine[]) {
  const [first, ...others] = sentences.map(({ frame }) => ({ tokens: frame.tokens }));
  return first ? { model: sentenceModel.id, ...first, others, capture: [lastVectors] } : null;
}

/** The mean over a sentence's words, without its marks. // [sentence][width] */
export function sentenceVectors(
  result: RunResult,
  sentences: readonly SentenceLine[],
): Float64Array[] | null {
  const tensor = result.tensors[lastVectors]; // [sentence, position, width]
  if (!tensor || tensor.shape[0] !== sentences.length) return null;
  const [, positions = 0, width = 0] = tensor.shape;
  return sentences.map(({ frame: { places } }, row) => {
    const mean = new Float64Array(width);
    for (const place of places)
      for (let at = 0; at < width; at++)
        mean[at] =
          (mean[at] ?? 0) + (tensor.data[(row * positions + place) * width + at] ?? 0) / places.length;
    return mean;
  });
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

export const cosine = (a: Float64Array, b: Float64Array): number =>
  dot(a, b) / (Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b)));

/** Coordinates along the two directions of largest variance, by power iteration. // [sentence][2] */
export function principalPlane(vectors: readonly Float64Array[]): [number, number][] {
  const width = vectors[0]?.length ?? 0;
  const mean = new Float64Array(width);
  for (const vector of vectors)
    for (let at = 0; at < width; at++) mean[at] = (mean[at] ?? 0) + (vector[at] ?? 0) / vectors.length;
  let rest = vectors.map((vector) => vector.map((value, at) => value - (mean[at] ?? 0)));
  const along = (): number[] => {
    let direction = new Float64Array(width).map((_, at) => Math.cos(at + 1));
    for (let turn = 0; turn < 60; turn++) {
      const next = new Float64Array(width);
      for (const vector of rest) {
        const weight = dot(vector, direction);
        for (let at = 0; at < width; at++) next[at] = (next[at] ?? 0) + weight * (vector[at] ?? 0);
      }
      const length = Math.sqrt(dot(next, next)) || 1;
      direction = next.map((value) => value / length);
    }
    const places = rest.map((vector) => dot(vector, direction));
    rest = rest.map((vector, row) =>
      vector.map((value, at) => value - (places[row] ?? 0) * (direction[at] ?? 0)),
    );
    return places;
  };
  const first = along();
  const second = along();
  return vectors.map((_, row) => [first[row] ?? 0, second[row] ?? 0]);
}
