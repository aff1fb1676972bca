/** What may import what (README, "The tree"). `tests/gates/import-rules.ts` also plants a violation of each rule, which must fail. */

/** Plain arithmetic and plain data of models and training, which the page may use: they hold no tensor. */
const plainModelFiles =
  '^src/(training/(errors|experiment-config|experiment-schema)|models/(architectures|attention-traffic|checkpoints/(card|check-config|claim-record|files|int8|safetensors|save)|choices|config|convolution-forms|count|count/mixers|early-exit|interventions|names|precision-memory|presets|primer|roofline|rounding|sampling|scaling-laws|scan-forms|softened-rows|statistics|walk))\\.ts$';

/** The programs of the command line, and what only they use. */
const commandLine = '(^|/)([a-z-]*cli|node-files|[a-z-]*-commands|open-tokenizer|publish|saved-run)\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    {
      name: 'models-import-only-models',
      severity: 'error',
      from: { path: '^src/models/' },
      to: { path: '^src/', pathNot: '^src/(models/|random\\.ts$)' },
    },
    {
      name: 'tensorflow-only-through-tf',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/models/tf\\.ts$' },
      to: { path: '(^|/)@tensorflow/', pathNot: '@tensorflow/tfjs-backend-wasm/.*\\.wasm$' },
    },
    {
      name: 'data-imports-no-models',
      severity: 'error',
      from: { path: '^src/data/' },
      to: { path: '^src/', pathNot: '^src/(data/|random\\.ts$)' },
    },
    {
      name: 'training-imports-models-and-data',
      severity: 'error',
      from: { path: '^src/training/' },
      to: { path: '^src/', pathNot: '^src/(training/|models/|data/|random\\.ts$)' },
    },
    {
      name: 'node-only-in-the-command-line',
      severity: 'error',
      from: { path: '^src/(models|data|training|runtime|viz|widgets)/', pathNot: commandLine },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-tab-reads-no-corpora',
      severity: 'error',
      from: { path: '^src/runtime/' },
      to: { path: '^src/data/corpora/', reachable: true },
    },
    {
      name: 'viz-imports-only-viz',
      severity: 'error',
      from: { path: '^src/viz/' },
      to: { path: '^src/', pathNot: '^src/viz/' },
    },
    {
      name: 'runtime-knows-no-page',
      severity: 'error',
      from: { path: '^src/runtime/' },
      to: { path: '^src/(viz|widgets|book)/' },
    },
    {
      name: 'widgets-run-no-model',
      severity: 'error',
      // `sources.ts` imports files as text (`?raw`) to show them; that no chunk of the page has TensorFlow.js is checked on the build.
      from: { path: '^src/widgets/', pathNot: '^src/widgets/kit/sources\\.ts$' },
      to: { path: '^src/(models|training)/', pathNot: plainModelFiles, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'widgets-meet-the-runtime-at-its-door',
      severity: 'error',
      from: { path: '^src/widgets/' },
      to: {
        path: '^src/runtime/',
        pathNot: '^src/runtime/(client|protocol)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'book-imports-widgets',
      severity: 'error',
      // What builds the book may read the models' cards.
      from: { path: '^src/book/', pathNot: '^src/book/build/' },
      to: { path: '^src/(models|training|data|runtime)/' },
    },
    {
      name: 'nothing-imports-book',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/book/' },
      to: { path: '^src/book/' },
    },
    {
      name: 'the-page-has-no-build-code',
      severity: 'error',
      from: { path: '^src/book/', pathNot: '^src/book/build/' },
      to: { path: '^src/book/build/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
