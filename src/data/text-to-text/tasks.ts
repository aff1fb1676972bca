/** Tasks on Toytown's stories, as texts to be read and texts to be written. */
import type { RandomStream } from '../../random.ts';
import type { Story } from '../toytown/index.ts';
import { answering, questionWords } from './answering.ts';
import { correcting } from './correcting.ts';
import type { Example, TaskName } from './example.ts';
import { drawPassage, type Extent, english, french } from './passages.ts';

/** Sentences of a text. */
export const anyExtent: Extent = { least: 1, most: 3 };

interface TextTask {
  /** How often it is drawn. */
  readonly weight: number;
  draw(random: RandomStream, story: Story, extent: Extent): Example;
}

export const textTasks: Readonly<Record<TaskName, TextTask>> = {
  translate: { weight: 0.6, draw: translating },
  answer: { weight: 0.2, draw: answering },
  correct: { weight: 0.2, draw: correcting },
};

/** `translate: mia has a red ball .  ->  mia a un ballon rouge .`; `within`: a sentence that must be among them. */
export function translating(random: RandomStream, story: Story, extent: Extent, within?: number): Example {
  const passage = drawPassage(random, story, extent, within);
  return { task: 'translate', source: ['translate:', ...english(passage)], target: french(passage) };
}

const allTasks = Object.keys(textTasks) as TaskName[];

/** One of these tasks, each as often as its weight among theirs. */
export function drawExample(
  random: RandomStream,
  story: Story,
  extent: Extent,
  tasks: readonly TaskName[] = allTasks,
): Example {
  let left = random.next() * tasks.reduce((sum, name) => sum + textTasks[name].weight, 0);
  const name = tasks.find((one) => {
    left -= textTasks[one].weight;
    return left < 0;
  });
  return textTasks[name ?? 'translate'].draw(random, story, extent);
}

export const taskWords: readonly string[] = ['translate:', 'answer:', 'correct:', ...questionWords];
