/** Which expert of the first layer arithmetic misses most. */
import { domainKinds } from '../kit/domain-texts.ts';
import { expertModel } from '../kit/expert-models.ts';
import { costOfClosing } from '../kit/expert-surgery-data.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { type Grader, gradeFirst } from './grade.ts';

const { id, shipped } = expertModel('switch-domains');
const arithmetic = domainKinds.indexOf('arithmetic');

const grade: Grader = async (expert) => {
  if (!Number.isInteger(expert) || expert < 1 || expert > shipped.experts)
    return { right: false, says: `The field takes an expert from 1 to ${shipped.experts}.` };
  const { plain, without } = await costOfClosing(id, await loadTokenizer(id), 0, shipped.experts);
  const costs = without.map((losses) => (losses[arithmetic] ?? 0) - (plain[arithmetic] ?? 0));
  const own = costs[expert - 1] ?? 0;
  const found = `Without expert ${expert} arithmetic loses ${own.toFixed(3)} nats a token more`;
  return gradeFirst(costs, expert - 1, 'largest first', found);
};

export default grade;
