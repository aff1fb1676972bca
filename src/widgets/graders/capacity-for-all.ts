/** The smallest capacity factor, in quarters, at which no token of the held-out texts is turned away in either layer. */
import { runtime } from '../../runtime/client.ts';
import { domainReading } from '../kit/domain-data.ts';
import { expertModel } from '../kit/expert-models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { type Grader, gradeEdge } from './grade.ts';

const { id } = expertModel('switch-domains');
const quarter = 0.25;

async function turnedAway(capacityFactor: number): Promise<number> {
  const { tensors } = await runtime().run({
    model: id,
    ...domainReading(await loadTokenizer(id)),
    capture: ['blocks.*.moe.dropped'],
    choices: { capacityFactor },
  });
  return Object.values(tensors).reduce((sum, { data }) => sum + data.reduce((all, one) => all + one, 0), 0);
}

const grade: Grader = async (factor) => {
  if (!Number.isInteger(factor / quarter) || factor < quarter || factor > 8)
    return { right: false, says: 'The field takes quarters from 0.25 to 8.' };
  const own = await turnedAway(factor);
  const smaller = factor > quarter ? await turnedAway(factor - quarter) : 1;
  return gradeEdge({
    does: own === 0,
    nextDoes: smaller === 0,
    found: `At ${factor} the two layers together turn away ${own} tokens`,
    next: `at ${factor - quarter} it is ${smaller}`,
    asked: 'none',
  });
};

export default grade;
