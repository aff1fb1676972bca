/** The book's figures that can be opened with a run of the Lab: which there are, and what each asks of the run's parts. */
import { type ComponentType, lazy } from 'react';
import type { LayerConfig, ModelConfig } from '../../models/config.ts';
import type { WidgetProps } from '../kit/figure.tsx';
import { hidesTokens, ownTwoStacks } from '../kit/own-text.ts';
import { addsUp } from '../kit/writers.ts';
import type { labMessages as words } from '../messages/lab.ts';

/** Why a figure has nothing to show of a run. */
type Refusal = keyof typeof words.figures.refusals;

export interface Looking {
  readonly config: ModelConfig;
  readonly vocabulary: readonly string[];
}

interface BookFigure {
  /** All must hold; the first that does not says why. */
  readonly asks: readonly (readonly [holds: (looking: Looking) => boolean, refusal: Refusal])[];
  readonly Figure: ComponentType<WidgetProps>;
}

type Ask = BookFigure['asks'][number];

const everyLayer =
  (holds: (layer: LayerConfig) => boolean) =>
  ({ config }: Looking): boolean =>
    config.layers.every(holds);
const someLayer =
  (holds: (layer: LayerConfig) => boolean) =>
  ({ config }: Looking): boolean =>
    config.layers.some(holds);

const decoder: Ask = [({ config }) => config.stack === 'decoder', 'decoder'];
/** As those figures count their tensors: one attention a layer, as many heads in each. */
const attention: Ask = [everyLayer(({ mixer }) => mixer.kind === 'attention'), 'attention'];
const stream: Ask = [({ config }) => addsUp(config), 'stream'];
const experts: Ask = [someLayer(({ channelMixer }) => channelMixer.kind === 'mixture-of-experts'), 'experts'];
const twoStacks: Ask = [({ config }) => config.encoder !== undefined, 'twoStacks'];

const chooses: Ask = [someLayer(({ mixer }) => mixer.kind === 'mamba' && mixer.selective), 'chooses'];

/** Whether words can be put to it, and it says words. */
const talks: Readonly<Record<ModelConfig['stack'], (looking: Looking) => boolean>> = {
  decoder: () => true,
  encoder: ({ config, vocabulary }) => config.classes === undefined && hidesTokens(vocabulary),
  'encoder-decoder': ({ config, vocabulary }) => ownTwoStacks('', config, vocabulary) !== null,
};
const says: Ask = [(looking) => talks[looking.config.stack](looking), 'says'];

export const bookFigures = {
  'next-token': { asks: [decoder], Figure: lazy(() => import('../next-token.tsx')) },
  generate: { asks: [decoder], Figure: lazy(() => import('../generate.tsx')) },
  'attention-map': { asks: [decoder, attention], Figure: lazy(() => import('../attention-map.tsx')) },
  'head-grid': { asks: [decoder, attention], Figure: lazy(() => import('../head-grid.tsx')) },
  'logit-lens': { asks: [decoder, stream], Figure: lazy(() => import('../logit-lens.tsx')) },
  'residual-stream': { asks: [decoder, stream], Figure: lazy(() => import('../residual-stream.tsx')) },
  translate: { asks: [twoStacks, says], Figure: lazy(() => import('../translate.tsx')) },
  router: { asks: [decoder, experts], Figure: lazy(() => import('../router.tsx')) },
  'selective-scan': { asks: [decoder, chooses], Figure: lazy(() => import('../selective-scan.tsx')) },
  interventions: { asks: [says], Figure: lazy(() => import('../interventions.tsx')) },
} as const satisfies Readonly<Record<string, BookFigure>>;

export type BookFigureName = keyof typeof bookFigures;

export const bookFigureNames = Object.keys(bookFigures) as readonly BookFigureName[];

/** null: it can be opened. */
export function refusalOf(name: BookFigureName, looking: Looking): Refusal | null {
  const asks: BookFigure['asks'] = bookFigures[name].asks;
  return asks.find(([holds]) => !holds(looking))?.[1] ?? null;
}
