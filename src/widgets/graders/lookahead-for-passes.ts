/** Which lookahead needs the fewest passes of the large model? */
import { runtime } from '../../runtime/client.ts';
import { readText } from '../kit/model-text.ts';
import { shippedModels } from '../kit/models.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';
import { speculativeMessages } from '../messages/speculative.ts';
import { type Grader, gradeFirst } from './grade.ts';

const target = shippedModels['gpt2-toytown'];
const most = 8;

const grade: Grader = async (lookahead) => {
  if (!Number.isInteger(lookahead) || lookahead < 1 || lookahead > most)
    return { right: false, says: `The field takes a lookahead from 1 to ${most}.` };
  const { tokens } = readText(
    await loadTokenizer(target.id),
    speculativeMessages.defaultText,
    target.context,
  );
  const passes: number[] = [];
  for (let ahead = 1; ahead <= most; ahead++) {
    const both = { draft: 'draft-toytown', target: target.id, tokens, maximum: 40, temperature: 1, seed: 1 };
    passes.push((await runtime().speculate({ ...both, lookahead: ahead })).rounds.length);
  }
  const own = passes[lookahead - 1] ?? 0;
  return gradeFirst(
    passes,
    lookahead - 1,
    'smallest first',
    `A lookahead of ${lookahead} takes ${own} passes`,
  );
};

export default grade;
