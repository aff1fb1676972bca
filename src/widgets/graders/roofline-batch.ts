/** With how many texts side by side does decode first do more than ten operations a byte? */
import { costsOf } from '../../models/roofline.ts';
import { presetOf } from '../kit/calculator-data.ts';
import { type Grader, gradeEdge } from './grade.ts';

const wanted = 10;

const grade: Grader = async (rows) => {
  if (!Number.isInteger(Math.log2(rows)) || rows < 2 || rows > 1024)
    return { right: false, says: 'The field takes a power of two from 2 to 1024.' };
  const config = presetOf('gpt2-small')?.config;
  const intensity = (texts: number) => {
    const costs = config ? costsOf(config, { tokens: 1, start: 512, rows: texts, bytesEach: 4 }) : null;
    const own = costs?.find(({ name }) => name === 'feed-forward');
    return own ? own.operations / own.bytes : 0;
  };
  const [at, before] = [intensity(rows), intensity(rows / 2)];
  return gradeEdge({
    does: at > wanted,
    nextDoes: before > wanted,
    found: `${rows} texts give ${at.toFixed(2)} operations a byte`,
    next: `${rows / 2} give ${before.toFixed(2)}`,
    asked: `more than ${wanted}`,
  });
};

export default grade;
