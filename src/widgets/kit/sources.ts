/** The sources that figures show: the very files that run, loaded when a reader asks for the code. */
export interface SourceName {
  /** A key of the table below. */
  readonly file: SourceFile;
  /** Names of what it exports, in the order in which they are shown. */
  readonly names: readonly string[];
}

export const sourceFiles = {
  'src/models/parts/attention.ts': () => import('../../models/parts/attention.ts?raw'),
  'src/models/count.ts': () => import('../../models/count.ts?raw'),
  'src/models/generate.ts': () => import('../../models/generate.ts?raw'),
  'src/models/primer.ts': () => import('../../models/primer.ts?raw'),
  'src/models/sampling.ts': () => import('../../models/sampling.ts?raw'),
  'src/models/walk.ts': () => import('../../models/walk.ts?raw'),
  'src/training/session.ts': () => import('../../training/session.ts?raw'),
} as const;

export type SourceFile = keyof typeof sourceFiles;

/** What each figure's code panel shows; a test resolves every name. */
export const sourcesOf = {
  'attention-map': [{ file: 'src/models/parts/attention.ts', names: ['attend', 'attention'] }],
  'attention-by-hand': [{ file: 'src/models/parts/attention.ts', names: ['attend'] }],
  'next-token': [{ file: 'src/models/sampling.ts', names: ['softmax', 'candidates', 'pick'] }],
  'cover-writer': [{ file: 'src/models/sampling.ts', names: ['softmax', 'candidates', 'pick'] }],
  'learning-curve': [{ file: 'src/training/session.ts', names: ['TrainingSession'] }],
  'architecture-switches': [{ file: 'src/models/walk.ts', names: ['walk'] }],
  'kv-cache': [{ file: 'src/models/count.ts', names: ['stateBytes'] }],
  generate: [{ file: 'src/models/generate.ts', names: ['generate'] }],
  'dot-product': [{ file: 'src/models/primer.ts', names: ['dot', 'length', 'cosine', 'shadow'] }],
  'softmax-of-numbers': [{ file: 'src/models/sampling.ts', names: ['softmax'] }],
  'cross-entropy': [
    { file: 'src/models/primer.ts', names: ['crossEntropyOf'] },
    { file: 'src/models/sampling.ts', names: ['softmax'] },
  ],
  'gradient-descent': [{ file: 'src/models/primer.ts', names: ['lineLoss', 'lineGradient', 'descend'] }],
} as const satisfies Readonly<Record<string, readonly SourceName[]>>;
