/** Questions about how it stands after the first sentences of a story: who has a thing, what somebody has, where they are. */
import type { RandomStream } from '../../random.ts';
import { bilingualStory } from '../toytown/french/index.ts';
import type { Sentence, Story } from '../toytown/index.ts';
import type { Person, Thing } from '../toytown/telling.ts';
import type { Example } from './example.ts';
import { drawCount, type Extent } from './passages.ts';

/** What the sentences so far have told: who has what, and where everybody is. */
interface Known {
  readonly owned: Map<Person, Thing | null>;
  place: string | null;
}

/** How a sentence changes what is known. */
function learn(known: Known, sentence: Sentence): void {
  const { kind, subject, thing, receiver, without, place } = sentence;
  if (place !== undefined) known.place = place;
  if (without) known.owned.set(without, null);
  if (subject === undefined) return;
  const eaten = kind === 'uses' && thing?.noun.use.consumes === true;
  if (kind === 'has-nothing' || kind === 'loses' || kind === 'gives' || kind === 'wants' || eaten)
    known.owned.set(subject, null);
  if (kind === 'has' || kind === 'finds' || kind === 'keeps') known.owned.set(subject, thing ?? null);
  if (kind === 'gives' && receiver) known.owned.set(receiver, thing ?? null);
}

const colouredThing = ({ colour, word }: Thing): string => `the ${colour} ${word}`;

/** Questions with their answers, each after what can be asked. */
function questions({ owned, place }: Known): { question: string; answer: string }[] {
  const asked = [...owned].flatMap(([person, thing]) => {
    const what = {
      question: `what does ${person.word} have ?`,
      answer: thing ? colouredThing(thing) : 'nothing',
    };
    return thing ? [what, { question: `who has ${colouredThing(thing)} ?`, answer: person.word }] : [what];
  });
  return place === null ? asked : [...asked, { question: 'where are they ?', answer: `in the ${place}` }];
}

export const questionWords: readonly string[] = 'who what where does have ?'.split(' ');

/** `answer: who has the red ball ? mia has a red ball . ...  ->  mia` */
export function answering(random: RandomStream, story: Story, extent: Extent): Example {
  const told = bilingualStory(story);
  const count = drawCount(random, extent);
  const known: Known = { owned: new Map(), place: null };
  for (const { sentence } of told.slice(0, count)) learn(known, sentence);
  const { question, answer } = random.choose(questions(known));
  const text = told.slice(0, count).flatMap(({ english }) => english);
  return { task: 'answer', source: ['answer:', ...question.split(' '), ...text], target: answer.split(' ') };
}
