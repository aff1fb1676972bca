/** At how many tokens the cache of attention takes more bytes than what Mamba keeps. */
import { stateBytes } from '../../models/count.ts';
import { costConfigs } from '../kit/cost-data.ts';
import type { Grader } from './grade.ts';

const grade: Grader = async (tokens) => {
  if (!Number.isInteger(tokens) || tokens < 1 || tokens > 2048)
    return { right: false, says: 'The field takes a whole number from 1 to 2,048.' };
  const state = stateBytes(costConfigs.mamba, tokens);
  const [own, before] = [tokens, tokens - 1].map((length) => stateBytes(costConfigs.attention, length));
  return {
    right: (own ?? 0) > state && (before ?? 0) <= state,
    says: `Mamba keeps ${state.toLocaleString('en-US')} bytes, attention ${own?.toLocaleString('en-US')} at ${tokens} tokens.`,
  };
};

export default grade;
