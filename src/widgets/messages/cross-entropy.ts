import { formatLoss, spokenWeight } from '../../viz/numbers.ts';

export const crossEntropyMessages = {
  title: 'The price of a guess',
  rubric: 'Move the scores, choose the word that came, or take a step.',
  words: ['red', 'pink', 'blue', 'small'],
  scores: 'Scores',
  score: (word: string) => `Score of ${word}`,
  truth: 'The word that came',
  rate: 'Step size',
  step: 'Take a step',
  steps: 'Steps taken',
  bars: 'Probabilities of the four words',
  table: 'The sums',
  columnWord: '',
  columnProbability: 'p',
  columnTruth: 'truth',
  columnGradient: 'p − truth',
  loss: 'loss = −ln p',
  tableCaption: 'Scores, probabilities and the gradient of the loss',
  columns: ['word', 'score', 'probability', 'truth', 'gradient'],
  derivative: (word: string) => `derivative by the score of “${word}”`,
  nothing: 'Nothing yet.',
  reads: (word: string, probability: number, loss: number) =>
    `“${word}” came, and had a probability of ${spokenWeight(probability)}: the guess costs ${formatLoss(loss)} nats.`,
} as const;
