import { spokenWeight } from '../../viz/numbers.ts';

export type MaskingKind = 'static' | 'dynamic';

export const maskingMessages = {
  title: 'Which words are hidden, and how',
  rubric:
    'Change the shares, or a word. Above is what training would see, pass by pass; below what the trained encoder makes of your words.',
  emptyRubric: 'Type a story.',
  text: 'Text, press to edit',
  defaultText:
    'mia has a red ball . tom has nothing . tom wants the red ball . mia gives it to him . now tom has the red ball and mia has nothing .',
  placeholder: 'mia has a …',
  kind: 'Gaps',
  kindName: {
    static: 'settled once, four passes each (BERT)',
    dynamic: 'drawn anew each pass (RoBERTa)',
  } as Readonly<Record<MaskingKind, string>>,
  chosen: 'Asked about, in hundredths',
  masked: 'Of those, replaced by <mask>',
  random: 'Of those, by a random word',
  percent: (value: number) => `${value} %`,
  pass: (pass: number) => `pass ${pass}`,
  passesTitle: 'What training would see',
  passesLabel: (pass: number) => `Pass ${pass}: words asked about are marked`,
  asMask: 'hidden',
  asRandom: (word: string) => `a random word for ${word}`,
  asIs: 'left as it is, and asked about all the same',
  shares: (masked: number, random: number, left: number, asked: number, words: number) =>
    `In these passes ${asked} of ${words} words are asked about: ${masked} hidden, ${random} replaced, ${left} left as they are.`,
  readTitle: 'What the trained RoBERTa would write in place of each word, seeing it',
  readLabel: 'Words that the encoder would rather have otherwise are struck out',
  rather: (word: string, own: number) => `it would rather see ${word}; this word has ${spokenWeight(own)}`,
  fine: (own: number) => `it agrees: ${spokenWeight(own)}`,
  nothing: 'Nothing yet: no text.',
  reads: (
    kind: MaskingKind,
    different: number,
    passes: number,
    doubted: readonly { readonly word: string; readonly rather: string }[],
  ) => {
    const gaps = `In ${passes} passes the text is seen with ${different} different ${different === 1 ? 'set' : 'sets'} of gaps (${kind}).`;
    const [first] = doubted;
    if (!first) return `${gaps} The encoder agrees with every word.`;
    return `${gaps} Reading without gaps, the encoder doubts ${doubted.length === 1 ? 'one word' : `${doubted.length} words`}: for “${first.word}” it would rather see “${first.rather}”.`;
  },
  tableCaption: 'Each word as the encoder sees it, not hidden',
  tableColumns: ['word', 'its own probability', 'the model would write'],
  seed: 'Seed',
  otherSeed: 'Other gaps',
} as const;
