import { formatDecimals } from '../../viz/numbers.ts';

export const speculativeMessages = {
  title: 'One drafts, one checks',
  rubric: 'Move how far the small model drafts ahead.',
  text: 'Text',
  defaultText: 'leo has a red train . rosa has a pink boat .',
  lookahead: 'Drafted ahead',
  temperature: 'Temperature',
  seed: 'Seed',
  otherSeed: 'Another draw',
  list: 'Each pass of the large model',
  kept: 'kept',
  refused: 'refused',
  own: 'its own',
  legend:
    'Heavy underneath: what the large model wrote itself. Struck out: what it refused. The rest was drafted, and kept.',
  nothing: 'Nothing yet.',
  pass: (pass: number) => `${pass}`,
  reads: (tokens: number, passes: number, kept: number, drafted: number) =>
    `${tokens} words in ${passes} passes of the large model, ${formatDecimals(tokens / Math.max(1, passes), 2)} a pass. Of ${drafted} drafted words ${kept} were kept.`,
  tableCaption: 'Pass by pass',
  columns: ['pass', 'drafted', 'kept', 'written by the large model'],
} as const;
