import { formatDecimals, formatWhole } from '../../viz/numbers.ts';

export const sequentialVsParallelMessages = {
  title: 'What must wait for what',
  rubric: 'Let time go by step by step; then measure both on this machine.',
  kind: 'Layers of',
  kinds: { attention: 'attention', gru: 'recurrence' },
  words: 'Words drawn',
  done: 'Steps gone by',
  step: 'step',
  graphLabel: (kind: string) => `What each vector of two layers of ${kind} has to wait for`,
  input: (word: number) => `word ${word}`,
  task: (layer: number, word: number) => `layer ${layer}, word ${word}`,
  taskRead: (step: number, task: string, needs: number) => `step ${step}: ${task}, waits for ${needs}`,
  measure: 'Measure again',
  timesLabel: 'Time of one reading over the length of the text',
  timeRead: (series: string, length: number, milliseconds: number) =>
    `${series}, ${formatWhole(length)} tokens: ${formatDecimals(milliseconds, 1)} ms`,
  axes: { length: 'tokens', time: 'milliseconds for one reading' },
  note: 'Untrained models of two layers, width 64: what they say does not matter here, only how long it takes. The best of three.',
  nothing: 'Nothing yet.',
  reads: (kind: string, words: number, steps: number) =>
    `Two layers of ${kind} over ${words} words are done after ${steps} steps, if everything that can be done at once is.`,
  readsTimes: (length: number, attention: number, gru: number) =>
    ` Here a reading of ${formatWhole(length)} tokens took ${formatDecimals(attention, 1)} ms with attention and ${formatDecimals(gru, 1)} ms with the GRU.`,
  tableCaption: 'Milliseconds of one reading',
  columns: ['tokens', 'attention', 'GRU'],
} as const;
