/** The sources that figures show: the very files that run, loaded when a reader asks for the code. */
export interface SourceName {
  /** A key of the table below. */
  readonly file: SourceFile;
  /** Names of what it exports, in the order in which they are shown. */
  readonly names: readonly string[];
}

export const sourceFiles = {
  'src/models/parts/attention.ts': () => import('../../models/parts/attention.ts?raw'),
  'src/data/labelled-texts.ts': () => import('../../data/labelled-texts.ts?raw'),
  'src/data/objectives/denoising.ts': () => import('../../data/objectives/denoising.ts?raw'),
  'src/data/objectives/masked-tokens.ts': () => import('../../data/objectives/masked-tokens.ts?raw'),
  'src/data/objectives/span-corruption.ts': () => import('../../data/objectives/span-corruption.ts?raw'),
  'src/models/parts/cross-attention.ts': () => import('../../models/parts/cross-attention.ts?raw'),
  'src/models/parts/mask.ts': () => import('../../models/parts/mask.ts?raw'),
  'src/models/stacks/encoder.ts': () => import('../../models/stacks/encoder.ts?raw'),
  'src/models/beam-search.ts': () => import('../../models/beam-search.ts?raw'),
  'src/models/count.ts': () => import('../../models/count.ts?raw'),
  'src/models/generate.ts': () => import('../../models/generate.ts?raw'),
  'src/models/primer.ts': () => import('../../models/primer.ts?raw'),
  'src/models/precision-memory.ts': () => import('../../models/precision-memory.ts?raw'),
  'src/models/scaling-laws.ts': () => import('../../models/scaling-laws.ts?raw'),
  'src/data/published/models.ts': () => import('../../data/published/models.ts?raw'),
  'src/models/roofline.ts': () => import('../../models/roofline.ts?raw'),
  'src/models/rounding.ts': () => import('../../models/rounding.ts?raw'),
  'src/models/speculative.ts': () => import('../../models/speculative.ts?raw'),
  'src/models/interventions.ts': () => import('../../models/interventions.ts?raw'),
  'src/models/parts/tiled-attention.ts': () => import('../../models/parts/tiled-attention.ts?raw'),
  'src/models/parts/latent-attention.ts': () => import('../../models/parts/latent-attention.ts?raw'),
  'src/models/parts/linear-attention.ts': () => import('../../models/parts/linear-attention.ts?raw'),
  'src/models/parts/sparse-patterns.ts': () => import('../../models/parts/sparse-patterns.ts?raw'),
  'src/models/attention-traffic.ts': () => import('../../models/attention-traffic.ts?raw'),
  'src/models/parts/mixture-of-depths.ts': () => import('../../models/parts/mixture-of-depths.ts?raw'),
  'src/models/early-exit.ts': () => import('../../models/early-exit.ts?raw'),
  'src/models/parts/lora.ts': () => import('../../models/parts/lora.ts?raw'),
  'src/models/checkpoints/weight-arithmetic.ts': () =>
    import('../../models/checkpoints/weight-arithmetic.ts?raw'),
  'src/models/parts/linear.ts': () => import('../../models/parts/linear.ts?raw'),
  'src/data/retrieval.ts': () => import('../../data/retrieval.ts?raw'),
  'src/models/parts/feed-forward.ts': () => import('../../models/parts/feed-forward.ts?raw'),
  'src/models/parts/block.ts': () => import('../../models/parts/block.ts?raw'),
  'src/data/tokenizers/gpt2-pieces.ts': () => import('../../data/tokenizers/gpt2-pieces.ts?raw'),
  'src/training/claim-runs.ts': () => import('../../training/claim-runs.ts?raw'),
  'src/training/recipes/induction-2l.ts': () => import('../../training/recipes/induction-2l.ts?raw'),
  'src/models/parts/gru.ts': () => import('../../models/parts/gru.ts?raw'),
  'src/models/parts/moe.ts': () => import('../../models/parts/moe.ts?raw'),
  'src/models/parts/routing.ts': () => import('../../models/parts/routing.ts?raw'),
  'src/models/parts/mamba.ts': () => import('../../models/parts/mamba.ts?raw'),
  'src/models/convolution-forms.ts': () => import('../../models/convolution-forms.ts?raw'),
  'src/models/parts/hyena.ts': () => import('../../models/parts/hyena.ts?raw'),
  'src/models/scan-forms.ts': () => import('../../models/scan-forms.ts?raw'),
  'src/data/tasks/copying.ts': () => import('../../data/tasks/copying.ts?raw'),
  'src/data/tasks/trigger.ts': () => import('../../data/tasks/trigger.ts?raw'),
  'src/models/parts/position.ts': () => import('../../models/parts/position.ts?raw'),
  'src/models/architectures.ts': () => import('../../models/architectures.ts?raw'),
  'src/models/sampling.ts': () => import('../../models/sampling.ts?raw'),
  'src/models/walk.ts': () => import('../../models/walk.ts?raw'),
  'src/training/session.ts': () => import('../../training/session.ts?raw'),
} as const;

export type SourceFile = keyof typeof sourceFiles;

/** What each figure's code panel shows; a test resolves every name. */
export const sourcesOf = {
  lab: [{ file: 'src/training/session.ts', names: ['TrainingSession'] }],
  'attention-map': [{ file: 'src/models/parts/attention.ts', names: ['attend', 'attention'] }],
  'attention-by-hand': [{ file: 'src/models/parts/attention.ts', names: ['attend'] }],
  'head-ablation': [{ file: 'src/models/interventions.ts', names: ['interventionProbe'] }],
  neurons: [{ file: 'src/models/parts/feed-forward.ts', names: ['feedForward'] }],
  'head-grid': [{ file: 'src/models/parts/attention.ts', names: ['attend', 'splitHeads', 'projectHeads'] }],
  'logit-lens': [{ file: 'src/models/parts/block.ts', names: ['block'] }],
  'residual-stream': [{ file: 'src/models/parts/block.ts', names: ['block'] }],
  'position-wise': [
    { file: 'src/models/parts/feed-forward.ts', names: ['feedForward'] },
    { file: 'src/models/parts/attention.ts', names: ['attention'] },
  ],
  'scaling-by-sqrt-d': [{ file: 'src/models/parts/attention.ts', names: ['attend'] }],
  tokenizer: [{ file: 'src/data/tokenizers/gpt2-pieces.ts', names: ['gpt2Pieces', 'loadGpt2Ids'] }],
  'block-diagram': [{ file: 'src/models/parts/block.ts', names: ['block'] }],
  'heads-vs-width': [{ file: 'src/training/claim-runs.ts', names: ['claimRuns'] }],
  'without-ffn': [
    { file: 'src/training/claim-runs.ts', names: ['claimRuns'] },
    { file: 'src/models/parts/feed-forward.ts', names: ['feedForward'] },
  ],
  'pre-vs-post': [{ file: 'src/models/parts/block.ts', names: ['block'] }],
  depth: [{ file: 'src/models/parts/block.ts', names: ['block'] }],
  induction: [{ file: 'src/training/recipes/induction-2l.ts', names: ['inductionRecipe', 'attentionOnly'] }],
  'sequential-vs-parallel': [
    { file: 'src/models/parts/attention.ts', names: ['attention'] },
    { file: 'src/models/parts/gru.ts', names: ['gru'] },
  ],
  positions: [{ file: 'src/models/parts/position.ts', names: ['rotate'] }],
  'architecture-map': [{ file: 'src/models/architectures.ts', names: ['architectures'] }],
  'recall-distance': [{ file: 'src/models/parts/gru.ts', names: ['gru'] }],
  'next-token': [{ file: 'src/models/sampling.ts', names: ['softmax', 'candidates', 'pick'] }],
  'cover-writer': [{ file: 'src/models/sampling.ts', names: ['softmax', 'candidates', 'pick'] }],
  'learning-curve': [{ file: 'src/training/session.ts', names: ['TrainingSession'] }],
  'architecture-switches': [{ file: 'src/models/walk.ts', names: ['walk'] }],
  'kv-cache': [{ file: 'src/models/count.ts', names: ['stateBytes'] }],
  'scaling-race': [{ file: 'src/data/published/models.ts', names: ['operationsOf', 'publishedModels'] }],
  'parameter-calculator': [
    { file: 'src/models/count.ts', names: ['countParameters', 'prefillFlops', 'decodeFlops', 'stateBytes'] },
  ],
  'scaling-laws': [
    {
      file: 'src/models/scaling-laws.ts',
      names: ['hoffmann', 'besiroglu', 'kaplan', 'additiveLoss', 'optimalAllocation', 'kaplanAllocation'],
    },
  ],
  'tiny-scaling-law': [
    { file: 'src/models/scaling-laws.ts', names: ['fitPowerLaw'] },
    { file: 'src/training/session.ts', names: ['TrainingSession'] },
  ],
  memory: [{ file: 'src/models/precision-memory.ts', names: ['precisions', 'memoryOf'] }],
  roofline: [{ file: 'src/models/roofline.ts', names: ['costsOf'] }],
  precision: [{ file: 'src/models/rounding.ts', names: ['rounded', 'bitsEach'] }],
  speculative: [{ file: 'src/models/speculative.ts', names: ['speculate', 'check', 'residual'] }],
  'same-function': [
    { file: 'src/models/interventions.ts', names: ['interventionProbe'] },
    { file: 'src/models/rounding.ts', names: ['rounded'] },
  ],
  flash: [
    { file: 'src/models/parts/tiled-attention.ts', names: ['attendByTiles'] },
    { file: 'src/models/attention-traffic.ts', names: ['naiveBytes', 'tiledBytes', 'largestTile'] },
  ],
  'linear-attention': [{ file: 'src/models/parts/linear-attention.ts', names: ['linearAttention'] }],
  'sparse-patterns': [{ file: 'src/models/parts/sparse-patterns.ts', names: ['seesKey', 'seenKeys'] }],
  'latent-kv': [{ file: 'src/models/parts/latent-attention.ts', names: ['latentAttention'] }],
  'lazy-neurons': [{ file: 'src/models/interventions.ts', names: ['interventionProbe'] }],
  'early-exit': [{ file: 'src/models/early-exit.ts', names: ['confidenceOf', 'exitOf'] }],
  'mixture-of-depths': [{ file: 'src/models/parts/mixture-of-depths.ts', names: ['mixtureOfDepths'] }],
  lora: [
    { file: 'src/models/parts/linear.ts', names: ['linear'] },
    { file: 'src/models/parts/lora.ts', names: ['withAdapters', 'merged'] },
    { file: 'src/models/checkpoints/weight-arithmetic.ts', names: ['foldedIn'] },
  ],
  merge: [{ file: 'src/models/checkpoints/weight-arithmetic.ts', names: ['averaged'] }],
  'adapters-and-tools': [{ file: 'src/data/retrieval.ts', names: ['lookUp', 'notesOf'] }],
  'dot-product': [{ file: 'src/models/primer.ts', names: ['dot', 'length', 'cosine', 'shadow'] }],
  'softmax-of-numbers': [{ file: 'src/models/sampling.ts', names: ['softmax'] }],
  'cross-entropy': [
    { file: 'src/models/primer.ts', names: ['crossEntropyOf'] },
    { file: 'src/models/sampling.ts', names: ['softmax'] },
  ],
  'gradient-descent': [{ file: 'src/models/primer.ts', names: ['lineLoss', 'lineGradient', 'descend'] }],
  generate: [
    { file: 'src/models/generate.ts', names: ['generate'] },
    { file: 'src/models/beam-search.ts', names: ['beamSearch'] },
  ],
  'mask-painter': [{ file: 'src/models/parts/mask.ts', names: ['attentionMask'] }],
  'sliding-window': [{ file: 'src/models/parts/mask.ts', names: ['attentionMask'] }],
  'fill-mask': [{ file: 'src/models/stacks/encoder.ts', names: ['encoder'] }],
  masking: [{ file: 'src/data/objectives/masked-tokens.ts', names: ['maskTokens'] }],
  classify: [{ file: 'src/data/labelled-texts.ts', names: ['encodeForClass'] }],
  'sentence-space': [{ file: 'src/models/stacks/encoder.ts', names: ['encoder'] }],
  translate: [{ file: 'src/models/parts/cross-attention.ts', names: ['crossAttention'] }],
  denoise: [
    { file: 'src/data/objectives/denoising.ts', names: ['infill', 'permuteSentences'] },
    { file: 'src/data/objectives/span-corruption.ts', names: ['corruptSpans'] },
  ],
  router: [
    { file: 'src/models/parts/moe.ts', names: ['mixture'] },
    { file: 'src/models/parts/routing.ts', names: ['chooseExperts', 'capacityOf', 'overflow'] },
  ],
  balance: [{ file: 'src/models/parts/moe.ts', names: ['auxiliaryTerms', 'withoutDrops'] }],
  'expert-surgery': [
    { file: 'src/models/interventions.ts', names: ['interventionProbe'] },
    { file: 'src/models/parts/moe.ts', names: ['mixture'] },
  ],
  'two-economies': [{ file: 'src/models/count.ts', names: ['countParameters', 'stateBytes'] }],
  interventions: [{ file: 'src/models/interventions.ts', names: ['interventionProbe'] }],
  'selective-scan': [{ file: 'src/models/parts/mamba.ts', names: ['mamba'] }],
  'three-forms': [
    { file: 'src/models/scan-forms.ts', names: ['byRecurrence', 'byParallelScan', 'impliedMatrix'] },
  ],
  'selective-copying': [{ file: 'src/data/tasks/copying.ts', names: ['copyingDataset'] }],
  'induction-extrapolation': [{ file: 'src/data/tasks/trigger.ts', names: ['triggerDataset'] }],
  'long-filter': [
    { file: 'src/models/parts/hyena.ts', names: ['hyena'] },
    { file: 'src/models/convolution-forms.ts', names: ['fourierConvolve'] },
  ],
  'linear-cost': [{ file: 'src/models/count.ts', names: ['prefillFlops', 'decodeFlops', 'stateBytes'] }],
  'active-vs-total': [{ file: 'src/models/count.ts', names: ['countParameters', 'decodeFlops'] }],
  'text-to-text': [{ file: 'src/models/generate.ts', names: ['generate'] }],
} as const satisfies Readonly<Record<string, readonly SourceName[]>>;

/** A figure with a code panel. A type alone: the table is fetched with the panel. */
export type CodeOf = keyof typeof sourcesOf;
