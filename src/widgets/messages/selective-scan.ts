import { formatExact } from '../../viz/numbers.ts';
import { formatMeasured } from '../kit/claim-bars.tsx';
import type { Selection } from '../kit/scan-data.ts';
import type { TokenKind as Kind } from '../kit/scan-models.ts';

const models: Readonly<Record<string, string>> = {
  'mamba-copying': 'selective copying',
  'mamba-induction': 'induction',
};
const percent = (share: number): string => `${Math.round(100 * share)} %`;

export const scanModelName = (model: string): string => models[model] ?? model;

export const selectiveScanMessages = {
  title: 'A state that fills and forgets',
  rubric: 'Read the text token by token, then freeze what the model selects by.',
  emptyRubric: 'Type a text, or draw one.',
  text: 'Text, press to edit',
  /** For a model that has learned Toytown. */
  story: 'mia has a red ball . tom has nothing . mia gives the red ball to',
  model: 'Task',
  seed: 'Text drawn',
  another: 'Another text',
  next: 'Next token',
  layer: 'Layer',
  channel: 'Channel',
  read: 'Tokens read',
  cell: 'Chosen cell',
  freeze: 'Frozen at its mean',
  frozen: { delta: 'step Δ', B: 'input map B', C: 'output map C' } satisfies Record<Selection, string>,
  stateLabel: (layer: number, channel: number) =>
    `The state of channel ${channel} in layer ${layer}, token by token`,
  delta: 'step Δ',
  states: (count: number) => `state h, ${count} numbers`,
  deltaRead: (token: string, at: number, delta: number) =>
    `token ${at}, “${token}”: step Δ = ${formatExact(delta)}`,
  stateRead: (token: string, at: number, n: number, value: number) =>
    `token ${at}, “${token}”: number ${n} of the state is ${formatExact(value)}`,
  sum: (kept: number, before: number, delta: number, B: number, x: number, now: number) =>
    `h = exp(ΔA) · h before + Δ · B · x = ${formatMeasured(kept)} · ${formatMeasured(before)} + ${formatMeasured(delta)} · ${formatMeasured(B)} · ${formatMeasured(x)} = ${formatMeasured(now)}`,
  sumLabel: 'This number of the state',
  kinds: {
    letter: 'a letter',
    silence: 'silence',
    question: 'a question mark',
    mark: 'the mark !',
    token: 'any token',
  } satisfies Record<Kind, string>,
  meanDelta: 'Mean step of this channel',
  meanColumns: ['at', 'Δ', 'half of the slowest number is gone after'],
  tokens: (count: number) => (Number.isFinite(count) ? `${formatMeasured(count)} tokens` : 'never'),
  says: 'Asked and said',
  asked: 'asked',
  said: 'said',
  heldOut: (texts: number) => `Right on ${texts} held-out texts`,
  right: percent,
  nothing: 'Nothing yet: no text.',
  reads: (
    layer: number,
    channel: number,
    frozen: readonly Selection[],
    right: number | null,
    steps: readonly (readonly [kind: Kind, delta: number])[],
  ) =>
    `${
      frozen.length === 0
        ? 'Nothing is frozen'
        : `Frozen: ${frozen.map((name) => selectiveScanMessages.frozen[name]).join(', ')}`
    }.${right === null ? '' : ` ${percent(right)} of what the held-out texts ask for is said.`} In channel ${channel} of layer ${layer} the step is ${steps
      .map(([kind, delta]) => `${formatMeasured(delta)} at ${selectiveScanMessages.kinds[kind]}`)
      .join(', ')}, on the average.`,
  tableCaption: (layer: number, channel: number) =>
    `Layer ${layer}, channel ${channel}: the step at each token and the state after it`,
  columns: ['token', 'Δ'],
} as const;
