/** At how many tokens the cache of attention takes more bytes than what Mamba keeps. */
import { stateBytes } from '../../models/count.ts';
import { costConfigs } from '../kit/cost-data.ts';
import { type Grader, gradeEdge } from './grade.ts';

const grade: Grader = async (tokens) => {
  if (!Number.isInteger(tokens) || tokens < 1 || tokens > 2048)
    return { right: false, says: 'The field takes a whole number from 1 to 2,048.' };
  const state = stateBytes(costConfigs.mamba, tokens);
  const [own, before] = [tokens, tokens - 1].map((length) => stateBytes(costConfigs.attention, length)) as [
    number,
    number,
  ];
  const bytes = (count: number) => count.toLocaleString('en-US');
  return gradeEdge({
    does: own > state,
    nextDoes: before > state,
    found: `At ${tokens} tokens attention keeps ${bytes(own)} bytes`,
    next: `one token before it is ${bytes(before)}`,
    asked: `more than Mamba’s ${bytes(state)}`,
  });
};

export default grade;
