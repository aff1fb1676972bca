import { spokenWeight } from '../../viz/numbers.ts';
import type { ProbabilityRow } from '../../viz/probability-bars.ts';

export const nextTokenMessages = {
  title: 'What comes next',
  rubric: 'Type a story, move a slider, press a bar to write its word.',
  emptyRubric: 'Type some words, or take one of these.',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  examplesLabel: 'Or begin with one of these',
  examples: [
    'mia has a red ball . tom has',
    'mia has a red ball . tom wants the',
    'anna and max are in the garden . anna has two',
    'sam and nina are in the',
  ],
  temperature: 'Temperature',
  topK: 'Top-k',
  topP: 'Top-p',
  all: 'all',
  seed: 'Seed',
  written: 'Words written',
  tokensLabel: 'What the model sees',
  barsLabel: 'The next word: the most likely words and their probabilities',
  sample: 'Sample the next one',
  undo: 'Undo',
  otherSeed: 'Another seed',
  nothing: 'Nothing yet: no text.',
  reads: (last: string, rows: readonly ProbabilityRow[], temperature: number) => {
    const [first, second] = rows;
    const cut = rows.filter((row) => row.cut).length;
    if (!first) return '';
    const begin =
      temperature === 0
        ? `After “${last}” the model always writes “${first.token}”: at temperature 0 the most likely word has it all.`
        : `After “${last}” the most likely word is “${first.token}”, probability ${spokenWeight(first.probability)}${
            second && !second.cut ? `; then “${second.token}”, ${spokenWeight(second.probability)}` : ''
          }.`;
    return cut > 0 && temperature > 0
      ? `${begin} Of the ${rows.length} words shown, the cut leaves ${rows.length - cut}.`
      : begin;
  },
  tableCaption: 'Every word that the model knows, the most likely first',
  tableColumns: ['rank', 'word', 'probability', 'after the cut', 'exact'],
} as const;
