/** Tasks on Toytown's stories, as texts to be read and texts to be written. */
import type { RandomStream } from '../../random.ts';
import type { Story } from '../toytown/index.ts';
import { answering, questionWords } from './answering.ts';
import { correcting } from './correcting.ts';
import type { Example, TaskName } from './example.ts';
import { drawPassage, english, french } from './passages.ts';

/** Sentences of a passage, at most. */
export const mostSentences = 3;
/** What is asked about may be longer. */
const mostAsked = 4;

interface TextTask {
  /** How often it is drawn. */
  readonly weight: number;
  draw(random: RandomStream, story: Story): Example;
}

export const textTasks: Readonly<Record<TaskName, TextTask>> = {
  translate: {
    weight: 0.6,
    draw: (random, story) => translating(random, story),
  },
  answer: { weight: 0.2, draw: (random, story) => answering(random, story, mostAsked) },
  correct: { weight: 0.2, draw: (random, story) => correcting(random, story, mostSentences) },
};

/** `translate: mia has a red ball .  ->  mia a un ballon rouge .`; `within`: a sentence that must be among them. */
export function translating(random: RandomStream, story: Story, within?: number): Example {
  const passage = drawPassage(random, story, mostSentences, within);
  return { task: 'translate', source: ['translate:', ...english(passage)], target: french(passage) };
}

export function drawExample(random: RandomStream, story: Story): Example {
  const names = Object.keys(textTasks) as TaskName[];
  let left = random.next();
  const name = names.find((one) => {
    left -= textTasks[one].weight;
    return left < 0;
  });
  return textTasks[name ?? 'translate'].draw(random, story);
}

export const taskWords: readonly string[] = ['translate:', 'answer:', 'correct:', ...questionWords];
