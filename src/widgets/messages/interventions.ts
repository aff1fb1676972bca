import type { Axis } from '../../models/names.ts';
import { formatExact, formatWeight } from '../../viz/numbers.ts';
import type { How, Scope } from '../kit/operable.ts';
import { changesMessages } from './changes.ts';

const story = [
  'leo has a red train . rosa has nothing . leo gives the red train to',
  'mia has a blue ball . tom has nothing . mia gives the blue ball to',
] as const;
const named = [
  'nina has a yellow poem . noah has nothing . nina gives the yellow poem to',
  'adam has a red duck . lily has nothing . adam gives the red duck to',
] as const;
const question = [
  'answer: who has the red ball ? mia has a red ball . tom has nothing . mia gives the red ball to tom .',
  'answer: who has the black cat ? leo has a black cat . rosa has nothing . leo gives the black cat to rosa .',
] as const;

/** What a model reads first, and the other text, from which a change may be taken: of the kind that it was trained on. */
const texts: Readonly<Record<string, readonly [own: string, other: string]>> = {
  'dense-domains': named,
  'switch-domains': named,
  'mixtral-domains': named,
  'dense-llama-domains': named,
  't5-toytown': question,
  't5-cmudict': ['knight', 'castle'],
  'gpt-moby': ['Call me', 'The whale'],
  'gpt-sotu': ['the state of', 'the people of'],
  'induction-2l': ['t5 t9 t31 t2 t44 t17 t5 t9 t31 t2', 't8 t50 t23 t2 t61 t12 t8 t50 t23 t2'],
  'gru-recall': [
    'k3 v17 k40 v9 k12 v55 k28 v31 k12 k3 k28 k40',
    'k7 v2 k51 v60 k19 v44 k33 v23 k33 k51 k7 k19',
  ],
  'hyena-recall': [
    'k3 v7 k10 v2 k5 v14 k3 v7 k12 v0 k10 v2 k8 v11 k5',
    'k6 v1 k2 v9 k14 v4 k6 v1 k9 v13 k2 v9 k11 v5 k14',
  ],
  'mamba-copying': [
    '. . . . . . . . . . . . . . . . p . . . . . . n . o . . . a . . . . . . . . . . . . . . . . . b . . . . . j . . m . . . . c . . ? ? ? ? ? ? ? ?',
    '. . . k . . . . . . l . . . . h . l n b . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . i . . . . . . . . f . . . . ? ? ? ? ? ? ? ?',
  ],
  'mamba-induction': [
    'o m n a b j m b n g f o d e m k ! a e i b o o e i m d o m d h a e c i l g l d f e l g l f i b n g d f d k b m n e l j n m g g !',
    'j ! h k m b h e d n b e l d d c m k j l o o d i j m c m m l h b a f h c k n j m l k f g a c j h j d g o g o k g f l g l m l a !',
  ],
};

export const interventionsMessages = {
  title: 'Hands on any model',
  rubric: 'Choose a part, press a square of its map, and say what is to become of it.',
  emptyRubric: 'Type some words.',
  model: 'Model',
  text: 'Text, press to edit',
  textsOf: (model: string) => texts[model] ?? story,
  other: 'The other text',
  part: 'Part',
  cell: 'Chosen square',
  scope: 'What is changed',
  scopeName: (scope: Scope, unit: Axis, column: number, word: string) =>
    ({
      unit: changesMessages.place(unit, column + 1),
      place: `it, at “${word}” alone`,
      word: `all of “${word}”`,
      all: 'all of the map',
    })[scope],
  how: 'How',
  hows: {
    ablate: 'off',
    scale: 'times',
    fill: 'set to',
    borrow: 'as in the other text',
  } satisfies Record<How, string>,
  value: 'By how much',
  change: 'Change it',
  changed: 'Changes',
  mapLabel: (part: string) => `${part}: a row a word, a column a unit`,
  across: (unit: Axis) => changesMessages.place(unit, 0).replace(' 0', ''),
  cellRead: (part: string, word: string, unit: Axis, column: number, value: number, single: boolean) =>
    `${part}, ${changesMessages.place(unit, column + 1)} at “${word}”: ${single ? '' : 'a vector of length '}${formatExact(value)}`,
  mapNote: (single: boolean) =>
    single
      ? 'Each square is one number, as the model now makes it.'
      : 'Each square is the length of a vector, as the model now makes it.',
  barsLabel: 'The likeliest words and their probabilities',
  bars: 'What it says next',
  barsHidden: 'What it puts in the place of the last word, which is hidden',
  barsWritten: 'The first word that it writes',
  nothing: 'Nothing yet: no text.',
  reads: (count: number, before: string, was: number, after: string, is: number) =>
    count === 0
      ? `As it was trained the model says “${after}” (${formatWeight(is)}).`
      : `With ${count === 1 ? 'one change' : `${count} changes`} the model says “${after}” (${formatWeight(is)}); as it was trained “${before}” (${formatWeight(was)}).`,
  tableCaption: (part: string) => `${part}: a row a word, a column a unit`,
  word: 'word',
} as const;
