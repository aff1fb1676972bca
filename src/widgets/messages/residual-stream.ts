import { formatValue } from '../../viz/numbers.ts';

export const residualStreamMessages = {
  title: 'Who writes what into the stream',
  rubric: 'Press a word to follow it; press a bar to read it.',
  emptyRubric: 'Type some words.',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  defaultText: 'leo has a red train . rosa has nothing . leo gives the red train to',
  position: 'Word',
  follow: 'The word that is followed',
  about: 'For which next word',
  cell: 'Chosen bar',
  headings: ['stream', 'writes, length', 'pushes its logit by'] as const,
  chartLabel: 'Each part of the model: the length of what it writes and what that does to the logit',
  embedding: 'word embedding',
  positions: 'position embedding',
  part: (layer: number, part: string) => `layer ${layer}, ${part}`,
  described: [
    (name: string, value: number) => `${name} writes a vector of length ${formatValue(value)}`,
    (name: string, value: number) => `after ${name} the stream has length ${formatValue(value)}`,
    (name: string, value: number) => `${name} changes the logit by ${formatValue(value)}`,
  ] as const,
  sum: 'All pushes, added',
  bias: 'what the last norm’s bias gives it',
  logit: 'the logit of the model',
  nothing: 'Nothing yet: no text.',
  reads: (
    word: string,
    about: string,
    logit: number,
    most: string,
    push: number,
    least: string,
    pull: number,
  ) =>
    `After “${word}” the logit of “${about}” is ${formatValue(logit)}. The largest push for it comes from ${most} (${formatValue(push)})${
      pull < 0 ? `, the largest against it from ${least} (${formatValue(pull)})` : ''
    }.`,
  tableCaption: (word: string, about: string) =>
    `After “${word}”: what each part writes, and what that does to the logit of “${about}”`,
  columns: ['part', 'length of what it writes', 'length of the stream after it', 'push to the logit'],
} as const;
