import { spokenWeight } from '../../viz/numbers.ts';

export const coverWriterMessages = {
  title: 'A decoder, writing',
  rubric: 'Press the button; it writes one more word.',
  start: 'mia has a red ball . tom has nothing . tom wants the red ball .',
  text: 'Text',
  temperature: 'Temperature',
  seed: 'Seed',
  written: 'Words written',
  write: 'Write the next word',
  play: 'Let it write',
  pause: 'Pause',
  arcsLabel: (word: string) => `What “${word}” looks back at`,
  barsLabel: 'The next word: the most likely words and their probabilities',
  which: (layer: number, head: number) => `layer ${layer}, head ${head}`,
  nothing: 'Nothing yet: the model is on its way.',
  reads: (last: string, next: string, probability: number, seen: string, position: number, weight: number) =>
    `After “${last}” the most likely word is “${next}”, probability ${spokenWeight(probability)}. Most of the look back goes to “${seen}”, word ${position} (${spokenWeight(weight)}).`,
  tableCaption: 'Every word that the model knows, the most likely first',
  tableColumns: ['rank', 'word', 'probability'],
} as const;
