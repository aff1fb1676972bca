import { formatBytes, formatLoss, formatTick, formatWeight, formatWhole } from '../../viz/numbers.ts';

export type HybridModel = 'shipped' | 'own';

const models: Readonly<Record<HybridModel, string>> = {
  shipped: 'as shipped',
  own: 'your own',
};
const mixers: Readonly<Record<string, string>> = { attention: 'attention', mamba: 'Mamba' };
const nameOf = (mixer: string) => mixers[mixer] ?? mixer;
const more = (value: number) => `${value > 0.0005 ? '+' : ''}${formatLoss(value)}`;
const says = (word: string, probability: number) => `“${word}” (${formatWeight(probability)})`;

interface LayerRead {
  readonly layer: number;
  readonly more: number;
}

export const hybridMessages = {
  title: 'Attention among Mamba layers',
  rubric: 'Press a layer to switch it off, and see what the text then costs and what comes next.',
  rubricOwn: 'Choose the layer that has attention, train the stack, and switch its layers off one by one.',
  empty: 'Type a few words.',
  text: 'Text',
  defaultText:
    'zoe and max are in the tent . max has three green balls . zoe has nothing . zoe finds three red shells . now zoe has the red shells . she is happy . in the evening max has the',
  model: 'Model',
  modelName: (model: HybridModel) => models[model],
  place: 'Attention stands in layer',
  seed: 'Seed',
  off: 'Layers switched off',
  train: 'Train it on Toytown',
  again: 'Train it again',
  allOn: 'All on',
  progress: (step: number, steps: number) => `step ${formatWhole(step)} of ${formatWhole(steps)}`,
  layer: (layer: number, mixer: string) => `${layer} ${nameOf(mixer)}`,
  layerLabel: (layer: number, mixer: string, off: boolean) =>
    `Layer ${layer}, ${nameOf(mixer)}${off ? ', off' : ''}`,
  stack: 'The stack, first layer first',
  columns: (tokens: number) => [
    'layer',
    'text without it',
    'next without it',
    'most at',
    `keeps after ${formatWhole(tokens)} tokens`,
    'after 65,536',
  ],
  plain: 'all on',
  these: 'without those that are off',
  bytes: formatBytes,
  loss: formatLoss,
  more,
  dearest: (word: string, value: number) => `“${word}” ${more(value)}`,
  says,
  stackNote:
    'Nats a token, and what is more where this layer’s mixer alone adds nothing to the stream; its feed-forward layer goes on. In 4 bytes a number.',
  keptChart: 'Bytes that are kept while writing, over the length of the text',
  kept: 'bytes kept',
  length: 'tokens',
  stacks: { all: 'attention alone', own: 'this stack', none: 'Mamba alone' },
  pointRead: (stack: string, length: number, bytes: number) =>
    `${stack}, ${formatWhole(length)} tokens: ${formatBytes(bytes)}`,
  curves: 'Nats a token over the floor, step by step',
  curvesAxis: 'nats over the floor',
  steps: 'steps',
  placed: (place: string) =>
    place === 'none' ? 'no attention' : place === 'all' ? 'attention alone' : `attention in ${place}`,
  curveRead: (place: string, step: number, value: number) =>
    `${place}, step ${formatTick(step)}: ${formatLoss(value)}`,
  heldOut: (rows: readonly (readonly [place: string, excess: number])[]) =>
    `On held-out stories, nats a token over the floor: ${rows
      .map(([place, excess]) => `${place} ${formatLoss(excess)}`)
      .join(', ')}. One seed each: small differences say nothing.`,
  looks: (word: string, back: number, weight: number, layer: number) =>
    back === 0
      ? ` From the last word the attention of layer ${layer} looks most at that word itself, with ${formatWeight(weight)} of its weight.`
      : ` From the last word the attention of layer ${layer} looks most at “${word}”, ${formatWhole(back)} tokens back, with ${formatWeight(weight)} of its weight.`,
  untrained:
    'This stack has its first weights and has learned nothing yet: what a layer adds is chance. Train it, 240 steps on Toytown stories in this tab. The table follows.',
  trained: (steps: number) =>
    `Trained in this tab for ${formatWhole(steps)} steps on Toytown stories: far from what more training would give. A stack may lean on any layer that it was trained with; how one does that never had it, only training tells.`,
  shippedNote:
    'The shipped hybrid, trained on Toytown stories with all of its layers. That it misses a layer which is off is no proof that it could not have learned to do without.',
  reads: (
    plain: { readonly loss: number; readonly word: string; readonly probability: number },
    attention: LayerRead | null,
    mamba: LayerRead | null,
    changed: {
      readonly off: number;
      readonly loss: number;
      readonly word: string;
      readonly probability: number;
    } | null,
  ) =>
    [
      `All on, the text costs ${formatLoss(plain.loss)} nats a token, and ${says(plain.word, plain.probability)} comes next.`,
      attention &&
        `Without the attention of layer ${attention.layer} it costs ${formatLoss(Math.abs(attention.more))} ${attention.more < 0 ? 'less' : 'more'}.`,
      mamba &&
        `Of the Mamba layers number ${mamba.layer} is missed most: ${formatLoss(Math.abs(mamba.more))} ${mamba.more < 0 ? 'less' : 'more'}.`,
      changed &&
        `With ${changed.off === 1 ? 'one layer' : `${changed.off} layers`} off it costs ${formatLoss(changed.loss)}, and ${says(changed.word, changed.probability)} comes next.`,
    ]
      .filter(Boolean)
      .join(' '),
  nothing: 'Nothing yet.',
  tableCaption: 'Each layer: what it keeps, and what the text costs where it alone adds nothing',
  tableColumns: [
    'layer',
    'mixer',
    'bytes kept now',
    'after 65,536 tokens',
    'nats without it',
    'more',
    'next without it',
    'probability',
    'switched',
  ],
  switched: (off: boolean) => (off ? 'off' : 'on'),
  failed: (message: string) => ` Training stopped: ${message}`,
} as const;
