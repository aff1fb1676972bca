/** With how many notes looked up is the model surest of what must be said? */
import { lookUp, notesOf } from '../../data/retrieval.ts';
import { type Grader, gradeFirst } from './grade.ts';
import { probabilityAfter } from './story.ts';

const notes = notesOf(
  'finn has a purple kite . finn gives the kite to rosa . tom has a black dog . luke has a red plum .',
);
const question = 'now rosa has the';
const wanted = 'purple';

/** As the figure puts them: what fits best stands next to the question. */
const withNotes = (count: number): string =>
  [
    ...lookUp(notes, question, count)
      .map(({ note }) => note)
      .reverse(),
    question,
  ].join(' ');

const grade: Grader = async (count) => {
  if (!Number.isInteger(count) || count < 0 || count > notes.length)
    return { right: false, says: `The field takes a whole number from 0 to ${notes.length}.` };
  const found: number[] = [];
  for (let looked = 0; looked <= notes.length; looked++)
    found.push(await probabilityAfter({ text: withNotes(looked) }, wanted));
  const own = (found[count] ?? 0).toFixed(2);
  return gradeFirst(found, count, 'largest first', `With ${count} looked up “${wanted}” has ${own}`);
};

export default grade;
