/**
 * The figures that a chapter may name: `attention-map` is the tag `<AttentionMap/>`. Each is a chunk of its own, fetched when a page
 * with it is opened.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { WidgetProps } from './kit/figure.tsx';

type WidgetModule = { readonly default: ComponentType<WidgetProps> };

export const widgetModules = {
  'next-token': (): Promise<WidgetModule> => import('./next-token.tsx'),
  'attention-map': (): Promise<WidgetModule> => import('./attention-map.tsx'),
  'attention-by-hand': (): Promise<WidgetModule> => import('./attention-by-hand.tsx'),
  'cover-writer': (): Promise<WidgetModule> => import('./cover-writer.tsx'),
  'head-ablation': (): Promise<WidgetModule> => import('./head-ablation.tsx'),
  neurons: (): Promise<WidgetModule> => import('./neurons.tsx'),
  'head-grid': (): Promise<WidgetModule> => import('./head-grid.tsx'),
  'logit-lens': (): Promise<WidgetModule> => import('./logit-lens.tsx'),
  'residual-stream': (): Promise<WidgetModule> => import('./residual-stream.tsx'),
  'position-wise': (): Promise<WidgetModule> => import('./position-wise.tsx'),
  'scaling-by-sqrt-d': (): Promise<WidgetModule> => import('./scaling-by-sqrt-d.tsx'),
  tokenizer: (): Promise<WidgetModule> => import('./tokenizer.tsx'),
  'block-diagram': (): Promise<WidgetModule> => import('./block-diagram.tsx'),
  'heads-vs-width': (): Promise<WidgetModule> => import('./heads-vs-width.tsx'),
  'without-ffn': (): Promise<WidgetModule> => import('./without-ffn.tsx'),
  'pre-vs-post': (): Promise<WidgetModule> => import('./pre-vs-post.tsx'),
  depth: (): Promise<WidgetModule> => import('./depth.tsx'),
  induction: (): Promise<WidgetModule> => import('./induction.tsx'),
  'sequential-vs-parallel': (): Promise<WidgetModule> => import('./sequential-vs-parallel.tsx'),
  positions: (): Promise<WidgetModule> => import('./positions.tsx'),
  'architecture-map': (): Promise<WidgetModule> => import('./architecture-map.tsx'),
  'recall-distance': (): Promise<WidgetModule> => import('./recall-distance.tsx'),
  'learning-curve': (): Promise<WidgetModule> => import('./learning-curve.tsx'),
  'architecture-switches': (): Promise<WidgetModule> => import('./architecture-switches.tsx'),
  'kv-cache': (): Promise<WidgetModule> => import('./kv-cache.tsx'),
  generate: (): Promise<WidgetModule> => import('./generate.tsx'),
  'dot-product': (): Promise<WidgetModule> => import('./dot-product.tsx'),
  'softmax-of-numbers': (): Promise<WidgetModule> => import('./softmax-of-numbers.tsx'),
  'cross-entropy': (): Promise<WidgetModule> => import('./cross-entropy.tsx'),
  'scaling-race': (): Promise<WidgetModule> => import('./scaling-race.tsx'),
  'parameter-calculator': (): Promise<WidgetModule> => import('./parameter-calculator.tsx'),
  'scaling-laws': (): Promise<WidgetModule> => import('./scaling-laws.tsx'),
  'tiny-scaling-law': (): Promise<WidgetModule> => import('./tiny-scaling-law.tsx'),
  memory: (): Promise<WidgetModule> => import('./memory.tsx'),
  roofline: (): Promise<WidgetModule> => import('./roofline.tsx'),
  precision: (): Promise<WidgetModule> => import('./precision.tsx'),
  speculative: (): Promise<WidgetModule> => import('./speculative.tsx'),
  'same-function': (): Promise<WidgetModule> => import('./same-function.tsx'),
  flash: (): Promise<WidgetModule> => import('./flash.tsx'),
  'linear-attention': (): Promise<WidgetModule> => import('./linear-attention.tsx'),
  'sparse-patterns': (): Promise<WidgetModule> => import('./sparse-patterns.tsx'),
  'latent-kv': (): Promise<WidgetModule> => import('./latent-kv.tsx'),
  'lazy-neurons': (): Promise<WidgetModule> => import('./lazy-neurons.tsx'),
  'early-exit': (): Promise<WidgetModule> => import('./early-exit.tsx'),
  'mixture-of-depths': (): Promise<WidgetModule> => import('./mixture-of-depths.tsx'),
  lora: (): Promise<WidgetModule> => import('./lora.tsx'),
  merge: (): Promise<WidgetModule> => import('./merge.tsx'),
  'adapters-and-tools': (): Promise<WidgetModule> => import('./adapters-and-tools.tsx'),
  'gradient-descent': (): Promise<WidgetModule> => import('./gradient-descent.tsx'),
  'mask-painter': (): Promise<WidgetModule> => import('./mask-painter.tsx'),
  'sliding-window': (): Promise<WidgetModule> => import('./sliding-window.tsx'),
  'fill-mask': (): Promise<WidgetModule> => import('./fill-mask.tsx'),
  masking: (): Promise<WidgetModule> => import('./masking.tsx'),
  classify: (): Promise<WidgetModule> => import('./classify.tsx'),
  'sentence-space': (): Promise<WidgetModule> => import('./sentence-space.tsx'),
  translate: (): Promise<WidgetModule> => import('./translate.tsx'),
  denoise: (): Promise<WidgetModule> => import('./denoise.tsx'),
  lab: (): Promise<WidgetModule> => import('./lab.tsx'),
  'text-to-text': (): Promise<WidgetModule> => import('./text-to-text.tsx'),
  router: (): Promise<WidgetModule> => import('./router.tsx'),
  balance: (): Promise<WidgetModule> => import('./balance.tsx'),
  'expert-surgery': (): Promise<WidgetModule> => import('./expert-surgery.tsx'),
  'two-economies': (): Promise<WidgetModule> => import('./two-economies.tsx'),
  'selective-scan': (): Promise<WidgetModule> => import('./selective-scan.tsx'),
  'three-forms': (): Promise<WidgetModule> => import('./three-forms.tsx'),
  'selective-copying': (): Promise<WidgetModule> => import('./selective-copying.tsx'),
  'induction-extrapolation': (): Promise<WidgetModule> => import('./induction-extrapolation.tsx'),
  'long-filter': (): Promise<WidgetModule> => import('./long-filter.tsx'),
  'linear-cost': (): Promise<WidgetModule> => import('./linear-cost.tsx'),
  hybrid: (): Promise<WidgetModule> => import('./hybrid.tsx'),
  interventions: (): Promise<WidgetModule> => import('./interventions.tsx'),
  'active-vs-total': (): Promise<WidgetModule> => import('./active-vs-total.tsx'),
} as const;

export type WidgetName = keyof typeof widgetModules;

export const widgetNames = Object.keys(widgetModules) as readonly WidgetName[];

const pascal = (name: string) =>
  name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** By tag: `AttentionMap`. */
export const widgetTags: Readonly<Record<string, LazyExoticComponent<ComponentType<WidgetProps>>>> =
  Object.fromEntries(widgetNames.map((name) => [pascal(name), lazy(widgetModules[name])]));
