/** Some sentences of a story that can be understood without the others: whatever a pronoun stands for is in them. */
import type { RandomStream } from '../../random.ts';
import type { BilingualSentence } from '../toytown/french/index.ts';
import { bilingualStory } from '../toytown/french/index.ts';
import type { Story } from '../toytown/index.ts';

export interface Passage {
  readonly story: Story;
  readonly sentences: readonly BilingualSentence[];
}

export const english = ({ sentences }: Passage): string[] => sentences.flatMap((one) => one.english);
export const french = ({ sentences }: Passage): string[] => sentences.flatMap((one) => one.french);

/** For every French word of a passage the English words that it stands for, as places in the passage. */
export function alignmentOf({ sentences }: Passage): number[][] {
  let start = 0;
  return sentences.flatMap(({ english: words, alignment }) => {
    const from = start;
    start += words.length;
    return alignment.map((places) => places.map((place) => place + from));
  });
}

/** Whether every pronoun of the sentences from `first` on, up to `end`, stands for something in them. */
function isWhole({ sentences, references }: Story, first: number, end: number): boolean {
  const from = sentences[first]?.start ?? 0;
  const to = sentences[end - 1]?.end ?? 0;
  return references.every(
    ({ kind, token, index }) => kind !== 'antecedent' || token < from || token >= to || index >= from,
  );
}

/** How many sentences a text may have: all numbers in between are as likely. */
export interface Extent {
  readonly least: number;
  readonly most: number;
}

export const drawCount = (random: RandomStream, { least, most }: Extent): number =>
  least + random.integer(most - least + 1);

/** So many sentences of the story, from anywhere, or those that hold sentence `within`. */
export function drawPassage(random: RandomStream, story: Story, extent: Extent, within?: number): Passage {
  const told = bilingualStory(story);
  for (;;) {
    const count = drawCount(random, extent);
    const earliest = within === undefined ? 0 : Math.max(0, within - count + 1);
    const latest = Math.min(within ?? told.length, told.length - count);
    if (latest < earliest) continue;
    const first = earliest + random.integer(latest - earliest + 1);
    if (isWhole(story, first, first + count)) return { story, sentences: told.slice(first, first + count) };
  }
}
