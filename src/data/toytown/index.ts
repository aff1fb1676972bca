/** Toytown as a data set: what a card, a recipe or a control needs to know of it. */

import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { wordTokenizer } from '../tokenizers/word.ts';
import { storyMark, vocabulary } from './lexicon.ts';

export const toytown = {
  id: 'toytown',
  title: 'Toytown',
  summary: 'Short stories about who has what, from a grammar that keeps the state of a small world.',
  licence: 'ours',
  source: 'src/data/toytown',
  tokenizer: 'word',
  vocabularySize: vocabulary.length,
  /** The token that stands before every story, and at which sampling stops. */
  storyMark,
  sentences: { minimum: 5, maximum: 12 },
  /** Tokens with both marks: somebody has nothing, wants the thing and is given it, three times over. */
  longestStory: 96,
} as const;

export const toytownTokenizer = (): Tokenizer => wordTokenizer(vocabulary, storyMark);

export { checkStory, type Verdict } from './check.ts';
export { storyMark, vocabulary } from './lexicon.ts';
export {
  everything,
  heldOutSentence,
  isHeldOut,
  type Split,
  splitStream,
  stories,
  withoutHeldOut,
} from './splits.ts';
export {
  generateStory,
  nextDistribution,
  readStory,
  type Story,
} from './story.ts';
export type { Distribution, Reference, Rules, Sentence } from './telling.ts';
export {
  entropyFloor,
  type Floor,
  nextWindows,
  type WindowOptions,
  type Windows,
} from './windows.ts';
