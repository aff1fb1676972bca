/**
 * Copying and selective copying: Unitary Evolution Recurrent Neural Networks, Arjovsky et al. 2016, section 5.1,
 * https://arxiv.org/abs/1511.06464, and Mamba, Gu and Dao 2023, section 3.1, https://arxiv.org/abs/2312.00752.
 *
 *   copying              b d a c . . . . . . ? ? ? ?  ->  b d a c
 *   selective copying    . b . . d a . . . c ? ? ? ?  ->  b d a c
 *
 * Some letters, silence around them, and then as many question marks: the letters are to be said again in their order.
 * In plain copying they stand at fixed places, so that a delay is enough; in selective copying anywhere, so that a model
 * has to see which tokens to keep.
 */
import type { RandomStream } from '../../random.ts';
import { drawDistinct, ours, type TaskDataset, taskDataset } from './task-dataset.ts';

export interface CopyingOptions {
  /** Kinds of letters; silence and the question mark are two tokens more. */
  readonly letters: number;
  /** How many letters a row has to keep. */
  readonly kept: number;
  readonly selective: boolean;
}

export const selectiveCopyingSource = ours('Selective copying');

export const silence = 0;
export const question = 1;
const firstLetter = 2;

/** `. ? a b c ...` */
export const copyingWords = (letters: number): string[] => [
  '.',
  '?',
  ...Array.from({ length: letters }, (_, letter) => String.fromCharCode(97 + letter)),
];

/** The letters, in order, and where they stand among `places`. */
function drawLetters(random: RandomStream, places: number, { letters, kept, selective }: CopyingOptions) {
  const chosen = Int32Array.from({ length: kept }, () => firstLetter + random.integer(letters));
  const at = selective ? drawDistinct(random, kept, places).sort() : Int32Array.from(chosen.keys());
  return { chosen, at };
}

export function copyingDataset(options: CopyingOptions): TaskDataset {
  const { letters, kept } = options;
  return taskDataset({
    vocabulary: firstLetter + letters,
    write(random, { tokens, targets, weights }) {
      const places = tokens.length - kept;
      if (places < kept) throw new RangeError(`${kept} letters and as many answers need ${2 * kept} tokens.`);
      const { chosen, at } = drawLetters(random, places, options);
      tokens.fill(silence);
      at.forEach((place, index) => {
        tokens[place] = chosen[index] ?? silence;
      });
      tokens.fill(question, places);
      targets.set(chosen, places);
      weights.fill(1, places);
      return 0;
    },
  });
}
