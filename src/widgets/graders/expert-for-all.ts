/** Which expert of the second layer does the least harm where it works on every token. */
import { meanOf } from '../../models/statistics.ts';
import { runtime } from '../../runtime/client.ts';
import { lossByDomain } from '../kit/domain-data.ts';
import { expertModel } from '../kit/expert-models.ts';
import { forcing, surgeryReading } from '../kit/expert-surgery-data.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { type Grader, gradeFirst } from './grade.ts';

const { id, shipped } = expertModel('switch-domains');

const grade: Grader = async (expert) => {
  if (!Number.isInteger(expert) || expert < 1 || expert > shipped.experts)
    return { right: false, says: `The field takes an expert from 1 to ${shipped.experts}.` };
  const tokenizer = await loadTokenizer(id);
  const reading = surgeryReading(id, tokenizer);
  const losses: number[] = [];
  for (let index = 0; index < shipped.experts; index++) {
    const interventions = [forcing(1, index)];
    losses.push(meanOf(lossByDomain(await runtime().run({ ...reading, interventions }), tokenizer)));
  }
  const own = losses[expert - 1] ?? 0;
  const found = `With expert ${expert} for all the mean loss is ${own.toFixed(3)} nats a token`;
  return gradeFirst(losses, expert - 1, 'smallest first', found);
};

export default grade;
