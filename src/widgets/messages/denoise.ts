import type { Noise } from '../../data/objectives/toytown-denoised.ts';
import { formatLoss } from '../../viz/numbers.ts';

export type Damage = Noise | 'span corruption';

const short: Readonly<Record<Damage, string>> = {
  'token masking': 'masking',
  'token deletion': 'deletion',
  'text infilling': 'infilling',
  'sentence permutation': 'permutation',
  'document rotation': 'rotation',
  'span corruption': 'spans (T5)',
};

export const denoiseMessages = {
  title: 'A text is damaged, and written whole again',
  rubric: 'Choose a kind of damage. Could you undo it? Then look at what the model writes.',
  emptyRubric: 'Type a story.',
  text: 'Text, press to edit',
  defaultText:
    'mia has a red ball . tom has nothing . tom wants the red ball . mia gives it to him . now tom has the red ball and mia has nothing . at night tom has the red ball .',
  placeholder: 'mia has a …',
  damage: 'Damage',
  damageName: (damage: Damage) => short[damage],
  seed: 'Seed',
  otherSeed: 'Damage it anew',
  read: 'What the model reads',
  wrote: 'What it writes; words that differ are struck out',
  wanted: 'What it should write',
  difference: (wanted: string) => `should be ${wanted === '' ? 'nothing' : wanted}`,
  score: (wrong: number, all: number) =>
    wrong === 0 ? `All ${all} words stand where they stood.` : `${wrong} of ${all} places differ.`,
  spanNote:
    'This T5 learned to fill in spans before it learned its tasks, and was never asked again. What you see is what is left of it.',
  logProbability: (value: number) => `ln p of what it wrote: ${formatLoss(value)}`,
  nothing: 'Nothing yet: no text.',
  reads: (damage: Damage, kept: number, all: number, wrong: number, done: boolean) =>
    `After ${short[damage]} ${kept} tokens are left of ${all} words. ${
      done
        ? wrong === 0
          ? 'The model writes what stood there, word for word.'
          : `Of what the model writes ${wrong} ${wrong === 1 ? 'place differs' : 'places differ'}.`
        : 'The model is writing.'
    }`,
  tableCaption: 'Place by place: what should be written and what was',
  tableColumns: ['place', 'should be', 'was'],
} as const;
