import type { RoutePath } from '../routes.ts';

/** Every word of the shell in English. A translation is another file of this shape, and a folder in `content/`. */

interface RouteWords {
  readonly title: string;
  /** For the narrow list of contents, where the title is too long. */
  readonly short?: string;
  /** What a part asks, for the contents; parts with chapters list those instead. */
  readonly question?: string;
}

const routeWords: Record<RoutePath, RouteWords> = {
  '/': { title: 'LLM Architecture' },
  '/introduction': { title: 'Introduction', question: 'What does a language model do, one word at a time?' },
  '/transformer': { title: 'Transformer' },
  '/transformer/self-attention': { title: 'Self-attention' },
  '/transformer/multi-head-attention': { title: 'Multi-head attention' },
  '/transformer/feed-forward': { title: 'Feed-forward networks', short: 'Feed-forward' },
  '/transformer/normalization-and-residuals': {
    title: 'Normalization and residuals',
    short: 'Norms and residuals',
  },
  '/variations': { title: 'Variations' },
  '/variations/decoder-only': { title: 'Decoder-only' },
  '/variations/encoder-only': { title: 'Encoder-only' },
  '/variations/encoder-decoder': { title: 'Encoder-decoder' },
  '/scaling': { title: 'Scaling', question: 'Why did models grow, and how much does size buy?' },
  '/innovations': { title: 'Innovations' },
  '/innovations/mixture-of-experts': { title: 'Mixture of experts' },
  '/innovations/state-space-models': { title: 'State space models' },
  '/future': { title: 'Future' },
  '/future/efficient-attention': { title: 'Efficient attention' },
  '/future/sparse-activation': { title: 'Sparse activation' },
  '/future/hardware-aware-design': { title: 'Hardware-aware design' },
  '/future/modular-architectures': { title: 'Modular architectures' },
  '/lab': { title: 'Lab', question: 'What would you build?' },
  '/primer': { title: 'Primer' },
  '/teach': { title: 'Teach' },
  '/figures': { title: 'Figures' },
  '/references': { title: 'References' },
  '/glossary': { title: 'Glossary' },
};

export const messages = {
  language: 'en',
  book: {
    title: 'LLM Architecture',
    kind: 'An interactive textbook',
    description:
      'An interactive textbook on the architecture of large language models. Its figures run real, trained, small models in your browser.',
    lede: 'How large language models work, shown on small ones that run in this page.',
  },
  routes: routeWords,
  shell: {
    skip: 'Skip to the text',
    contents: 'Contents',
    settings: 'Settings',
    present: 'Present',
    search: 'Search',
    linkNotice: {
      intro: 'Part of the link could not be used:',
      rest: 'The rest is as the link says.',
      dismiss: 'All right',
    },
    notWritten: 'not written yet',
    contentsLegend: 'What is in grey has its place, but is not written yet.',
    here: 'you are here',
    read: 'read',
    previous: 'Before',
    next: 'Next',
    chapter: (number: string) => `Chapter ${number}`,
    part: (number: string) => `Part ${number}`,
    opened: (title: string) => `${title}, opened`,
    footer: 'Open source under the MIT licence. Nothing that you type leaves your browser.',
    noScript:
      'The text and the formulas need no JavaScript. The figures do: they run a model in your browser.',
    loadFailed: 'This page could not be fetched. The rest of the book still works.',
    tryAgain: 'Try again',
    figureFailed: 'This figure could not be fetched. The rest of the page still works; reload to try again.',
  },
  cover: {
    living: 'A model at work',
    ways: {
      read: {
        title: 'Read',
        text: 'Six parts, each claim with a figure that tests it. Needs no mathematics past a second year.',
        start: (chapter: string) => `Begin with ${chapter}`,
        goOn: (chapter: string) => `Go on at ${chapter}`,
      },
      teach: {
        title: 'Teach',
        text: 'Press P on any chapter: its figures on the wall in large type, steps for a clicker, notes in a second window, a code for phones.',
        open: 'Open the syllabi',
      },
      tinker: {
        title: 'Tinker',
        text: 'Every figure takes your own text, and its sliders reach into a model that runs as you move them.',
        open: 'Open the Lab',
      },
    },
  },
  settings: {
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark', projector: 'Projector' },
    textSize: 'Text size',
    textSizes: { normal: 'Normal', large: 'Large', largest: 'Largest' },
    shortcuts: 'Keys of one letter: / searches, P presents',
    mine: 'What this browser remembers',
    mineSays: 'What you have read and answered, and these settings. It is kept here and nowhere else.',
    save: 'Save as a file',
    forget: 'Erase it all',
    forgotten: 'Erased.',
  },
  chapter: {
    objectives: 'After this chapter you can',
    needs: 'You need',
    misconceptions: 'Commonly believed, and not so',
    minutes: (minutes: number) => `about ${minutes} minutes`,
    summary: 'In short',
    furtherReading: 'Further reading',
    references: 'References',
    predict: 'Predict',
    predictWhen: 'before you run it',
    predictRun: 'Run the model',
    predictChosen: (choice: string) => `You chose “${choice}”.`,
    predictChoose: 'Choose one first.',
    exercise: (number: string) => (number === '' ? 'Exercise' : `Exercise ${number}`),
    exerciseHow: { exact: 'graded exactly', model: 'graded by the live model', self: 'for you to judge' },
    yourAnswer: 'Your answer',
    check: 'Check',
    right: 'Right.',
    wrong: 'Not yet.',
    unreadable: 'Write a number, such as 0.25.',
    hint: 'Hint',
    solution: 'Show the answer',
    figure: (number: string) => `Figure ${number}`,
    note: (number: number) => `Note ${number}`,
    toSymbol: (written: string, tensor: string) => `${written}, ${tensor}: show in the figure`,
    permalink: 'Link to this section',
  },
  symbols: {
    query: 'the queries',
    key: 'the keys',
    value: 'the values',
    output: 'the output',
    scores: 'the scores',
    pattern: 'the attention weights',
    stream: 'the residual stream',
    'head-size': 'the size of a head',
    logits: 'the logits',
    probability: 'the probabilities',
    temperature: 'the temperature',
  } as Readonly<Record<string, string>>,
  references: {
    lede: 'What the book cites, and where.',
    citedIn: 'Cited in',
    drawnIn: 'Drawn in the race of models',
  },
  figures: {
    lede: 'Every chart of the book by itself, then the states that a figure can be in, then every figure. What is marked as a trained model is one: it runs in your tab.',
    charts: 'Charts',
    states: 'The states of a figure',
    figures: 'Figures of the book',
  },
  glossary: {
    lede: 'Every term of the book, its symbol, and where it is explained.',
    symbol: 'written',
    where: 'explained in',
    live: 'live in a figure',
  },
  notFound: {
    title: 'No such page',
    lede: 'There is nothing at this address.',
    unwritten: (title: string) => `“${title}” has its place in the book, but is not written yet.`,
    back: 'To the contents',
  },
};
