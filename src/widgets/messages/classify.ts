import { formatDecimals, spokenWeight } from '../../viz/numbers.ts';

export const classifyMessages = {
  title: 'From a definition to a category',
  rubric: 'Write a definition, and see which words decide.',
  emptyRubric: 'Write what something is, without naming it.',
  text: 'Text, press to edit',
  placeholder: 'a small animal that …',
  examplesLabel: 'Or take one of these',
  // Written for this book; none of them stands in WordNet.
  examples: [
    'a small wild cat that hunts birds at night',
    'a sweet cake with nuts and honey',
    'the part of the arm below the elbow',
    'a strong wish to be somewhere else',
    'someone who repairs old clocks',
    'the hour before the sun rises',
  ],
  chosen: 'Chosen token',
  barsTitle: 'Category',
  barsLabel: 'The most likely categories and their probabilities',
  fallsLabel: 'Taken away: how much the probability of the answer falls without each token',
  attentionLabel: 'Looked at: what <cls> attends to in the last layer, the mean of its heads',
  fallRead: (token: string, fall: number, attention: number) =>
    `token ${token}: without it the probability ${fall < 0 ? 'rises' : 'falls'} by ${formatDecimals(Math.abs(fall), 3)}; attention ${formatDecimals(attention, 3)}`,
  numbered: (index: number, token: string) => `${index}, “${token}”`,
  nothing: 'Nothing yet: no text.',
  reads: (category: string, probability: number, token: string, fall: number, attended: string) =>
    `The model says “${category}” with probability ${spokenWeight(probability)}. Without “${token}” that would be ${spokenWeight(Math.max(0, probability - fall))}; the attention of <cls> rests most on “${attended}”.`,
  tableCaption:
    'Each token: the fall of the probability without it, and the attention of <cls> in the last layer, mean of its heads',
  tableColumns: ['number', 'token', 'fall', 'attention'],
} as const;
