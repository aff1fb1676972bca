import { formatWhole, spokenWeight } from '../../viz/numbers.ts';

export const architectureMapMessages = {
  title: 'The family',
  rubric: 'Press a model: it is fetched, opened and asked for its next word.',
  chosen: 'Model',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  defaultText: 'mia has a red ball . tom wants the',
  families: {
    decoders: { name: 'Decoder-only', note: 'predicts the next token from those before it' },
    encoders: { name: 'Encoder-only', note: 'fills blanks from both sides' },
    pairs: { name: 'Encoder-decoder', note: 'reads one text and writes another' },
    experts: { name: 'Mixture of experts', note: 'uses a part of its weights for each token' },
    states: { name: 'State space and convolution', note: 'no attention: a state, or a long filter' },
  },
  facts: (layers: number, width: number, parameters: number, mixers: string) =>
    `${formatWhole(parameters)} parameters, ${formatWhole(layers)} layers of ${mixers}, width ${formatWhole(width)}`,
  barsLabel: 'The next word: the most likely words and their probabilities',
  bars: 'What it says comes next',
  other: 'This one does not go on with a text: its chapter asks it what it is for.',
  foreign: 'It was not trained on Toytown: its chapter speaks its language.',
  nothing: 'Nothing yet.',
  reads: (model: string, text: string, word: string, probability: number) =>
    `${model}: after “${text}” the most likely word is “${word}”, ${spokenWeight(probability)}.`,
  readsFacts: (model: string, facts: string) => `${model}: ${facts}.`,
  tableCaption: 'The models of this book and their sizes',
  columns: ['family', 'model', 'layers', 'width'],
} as const;
