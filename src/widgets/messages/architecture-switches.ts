import type { ChoiceId } from '../../models/walk.ts';
import { formatBytes, formatWhole, spokenWeight } from '../../viz/numbers.ts';
import type { Stop } from '../kit/switch-steps.ts';

interface Change {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

const names: Readonly<Record<Stop, string>> = {
  gpt2: 'GPT-2',
  llama: 'LLaMA',
  mistral: 'Mistral',
  mixtral: 'Mixtral',
  mamba: 'Mamba',
};

/** By where the way is going and which choice is made. */
const changes: Readonly<Partial<Record<`${Stop} ${ChoiceId}`, Change>>> = {
  'llama position': {
    label: 'rotary positions',
    before: 'x = E[word] + P[place]',
    after: 'score(m, n) = (Rₘ q) · (Rₙ k) / √d',
    why: 'The table of places goes. Queries and keys are turned by an angle that grows with their place, so that a score depends on the distance alone.',
  },
  'llama norm': {
    label: 'RMSNorm',
    before: '(x − mean x) / √(var x + ε) · γ + β',
    after: 'x / √(mean x² + ε) · γ',
    why: 'The mean is no longer taken away, and the shift β goes.',
  },
  'llama activation': {
    label: 'SiLU',
    before: 'gelu(x) = x Φ(x)',
    after: 'silu(x) = x / (1 + e⁻ˣ)',
    why: 'Another smooth curve of nearly the same shape. No parameter changes.',
  },
  'llama gate': {
    label: 'a gate (SwiGLU)',
    before: 'silu(x W₁) W₂',
    after: '(silu(x W₁) ⊙ x W₃) W₂',
    why: 'A third matrix decides, number by number, how much of the hidden layer passes.',
  },
  'llama hidden': {
    label: 'hidden layer of 8/3',
    before: 'hidden = 4 d = 384',
    after: 'hidden = 8/3 d = 256',
    why: 'Three matrices for two: with two thirds of the width the layer costs what it did.',
  },
  'llama biases': {
    label: 'no biases',
    before: 'y = x W + b',
    after: 'y = x W',
    why: 'Few parameters go. LLaMA does without them everywhere.',
  },
  'llama head': {
    label: 'its own output matrix',
    before: 'z = x Eᵀ',
    after: 'z = x U',
    why: 'Words are read with one table and written with another.',
  },
  'mistral keyValueHeads': {
    label: 'shared keys and values',
    before: 'head h: q_h, k_h, v_h',
    after: 'head h: q_h, and k, v of its group',
    why: 'Four query heads share one key-value head. The cache shrinks to a quarter.',
  },
  'mistral window': {
    label: 'a window of 48',
    before: 'word m sees n ≤ m',
    after: 'word m sees m − 48 < n ≤ m',
    why: 'The cache stops growing at 48 tokens. What lies further back must come through the layers.',
  },
  'mixtral position': {
    label: 'slower turns',
    before: 'angle of pair i: place × 10,000^(−2i/d)',
    after: 'angle of pair i: place × 1,000,000^(−2i/d)',
    why: 'A larger base turns the slow pairs more slowly still, for longer texts.',
  },
  'mixtral window': {
    label: 'no window',
    before: 'word m sees m − 48 < n ≤ m',
    after: 'word m sees n ≤ m',
    why: 'Mixtral attends to its whole context again.',
  },
  'mixtral channelMixer': {
    label: '8 experts, 2 at work',
    before: 'FFN(x)',
    after: 'Σ gᵢ(x) FFNᵢ(x), over the two best of eight',
    why: 'Eight feed-forward layers stand in each place, and a router sends each token to two.',
  },
  'mamba position': {
    label: 'no positions',
    before: '(Rₘ q) · (Rₙ k)',
    after: 'q · k',
    why: 'What comes next reads in order, so it need not be told the order. Attention would have only its mask to tell it by.',
  },
  'mamba tokenMixer': {
    label: 'a selective state space',
    before: 'softmax(q · k / √d) v, over all words so far',
    after: 'hₜ = Āₜ hₜ₋₁ + B̄ₜ xₜ,  yₜ = Cₜ hₜ',
    why: 'A state of fixed size takes the place of the cache: it is the same after one word and after a million.',
  },
  'mamba channelMixer': {
    label: 'no feed-forward layer',
    before: 'x + MoE(norm x)',
    after: 'x',
    why: 'The Mamba block widens and gates by itself.',
  },
  'mamba head': {
    label: 'one table of words again',
    before: 'z = x U',
    after: 'z = x Eᵀ',
    why: 'Mamba ties its output matrix to its embedding, as GPT-2 did.',
  },
};

export const architectureSwitchesMessages = {
  title: 'From GPT-2 to Mamba, one switch at a time',
  rubric: 'Choose a line: it is the model above it with one choice made anew.',
  step: 'Step',
  text: 'Text, press to edit',
  defaultText: 'mia has a red ball . tom wants the',
  placeholder: 'mia has a …',
  nameOf: (stop: Stop) => names[stop],
  changeOf: (towards: Stop, choice: ChoiceId | null): Change | null =>
    choice === null ? null : (changes[`${towards} ${choice}`] ?? null),
  start: 'where the way begins',
  arrives: (stop: Stop, label: string) => `${label} = ${names[stop]}`,
  listLabel: 'Steps from GPT-2 to Mamba, with parameters and with what is kept of a text',
  columns: ['parameters', 'kept of 128 tokens'],
  before: 'before',
  after: 'after',
  gpt2Formula: 'x + Attention(norm x), then x + FFN(norm x), layer after layer',
  trained: (name: string) => `${name}, trained on Toytown: the next word`,
  loading: 'The trained model is being fetched.',
  untrained:
    'This step is a config that runs, but no trained model of it ships: what you see of it is counted, not measured. Choose one that is named in bold.',
  elsewhere: {
    mixtral:
      'The trained Mixtral of this book learned other texts and has another size: it works in the chapter on experts.',
    mamba:
      'The trained Mamba of this book has eight blocks, two for each layer here: it works in the map of the introduction.',
  } as Partial<Record<Stop, string>>,
  barsLabel: 'The next word by the trained model: the most likely words and their probabilities',
  reads: (name: string, parameters: number, active: number, first: number, full: number) =>
    `${name}: ${formatWhole(parameters)} parameters${active < parameters ? `, of which ${formatWhole(active)} work on one token` : ''}; it keeps ${formatBytes(full)} of a text of 128 tokens${
      first === full ? ', and no more of a longer one' : `, ${formatBytes(first)} for the first`
    }.`,
  says: (word: string, probability: number) =>
    ` The trained model writes “${word}” next with probability ${spokenWeight(probability)}.`,
  stepName: (label: string, before: string) => `With ${label}, on the way to ${before}`,
  tableCaption: 'Every step from GPT-2 to Mamba at the size of the Toytown models, float32',
  tableColumns: ['step', 'towards', 'parameters', 'active', 'bytes after 1 token', 'bytes after 128'],
} as const;
