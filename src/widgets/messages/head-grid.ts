import { spokenWeight } from '../../viz/numbers.ts';

export const headGridMessages = {
  title: 'All heads at once',
  rubric: 'Press a small map to see it large. Then press a word to follow its links.',
  emptyRubric: 'Type some words.',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  defaultText:
    'leo has a red train . rosa has nothing . leo gives the red train to rosa . now rosa has the red train and leo has nothing .',
  layer: 'Layer',
  head: 'Head',
  layerName: 'layer',
  headName: 'head',
  view: 'Seen as',
  views: { map: 'map', links: 'links', neurons: 'query × key' },
  cell: 'Chosen square',
  gridLabel: 'All heads: a row a layer, a column a head',
  gridRead: (layer: number, head: number, kind: string) => `layer ${layer}, head ${head}: ${kind}`,
  mapLabel: (layer: number, head: number) => `Attention of layer ${layer}, head ${head}`,
  linksLabel: (word: string) => `What “${word}” looks back at`,
  neuronsLabel: (word: string) => `The query of “${word}” times every key before it`,
  neuronHeadings: ['key', 'query × key', 'score', 'softmax'] as const,
  cellRead: (query: string, key: string, weight: number) =>
    `${query} looks at ${key}: ${spokenWeight(weight)}`,
  wordLooks: 'The word that looks',
  nothing: 'Nothing yet: no text.',
  /** What a map mostly does, measured on this text. */
  kinds: {
    self: 'mostly at the word itself',
    previous: 'mostly at the word before',
    first: 'mostly at the mark of the beginning',
    same: 'mostly at the same word earlier on',
    stop: 'mostly at full stops',
    spread: 'at no one kind of place',
  },
  shareNote: 'Share of the whole map’s weight, by where it falls',
  shareRows: {
    self: 'the word itself',
    previous: 'the word before',
    first: 'the mark of the beginning',
    same: 'the same word, earlier',
    stop: 'an earlier full stop',
    other: 'elsewhere',
  },
  reads: (
    layer: number,
    head: number,
    kind: string,
    share: number,
    query: string,
    key: string,
    weight: number,
  ) =>
    `Layer ${layer}, head ${head} looks ${kind}${share > 0 ? ` (${spokenWeight(share)} of its weight)` : ''}. “${query}” gives ${spokenWeight(weight)} to “${key}”.`,
  tableCaption: 'Every head: which share of its weight falls where',
  columns: ['layer', 'head', 'itself', 'word before', 'beginning', 'same word', 'full stop', 'elsewhere'],
} as const;
