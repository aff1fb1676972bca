/**
 * Which words of a Toytown story the rest of the story determines: those for which no other word leaves a story that
 * the grammar could tell, from its beginning to its end. Exact: every other word is tried.
 */
import { everything, readStory, storyMark } from '../toytown/index.ts';

/** Places in `words`, which has no marks. Only words that can follow what stands before need to be tried. */
export function determinedBlanks(words: readonly string[]): number[] {
  const text = [storyMark, ...words, storyMark];
  const { distributions, refused, next } = readStory(text, everything);
  if (refused !== null || next !== null) throw new Error('This is no story of Toytown.');
  return [...words.keys()].filter((place) => {
    const others = distributions[place + 1]?.words ?? [];
    return !others.some((word) => word !== words[place] && isStory(replaced(text, place + 1, word)));
  });
}

function isStory(text: readonly string[]): boolean {
  const { story, refused, next } = readStory(text, everything);
  return refused === null && next === null && story.tokens.length === text.length;
}

const replaced = (text: readonly string[], place: number, word: string): string[] => [
  ...text.slice(0, place),
  word,
  ...text.slice(place + 1),
];
