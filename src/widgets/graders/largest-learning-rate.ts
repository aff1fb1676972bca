/** What is the largest learning rate at which the descent of the primer arrives? */
import { bowlOf, descend } from '../../models/primer.ts';
import { primerPoints } from '../kit/primer-points.ts';
import type { Grader } from './grade.ts';

const steps = 2000;
const step = 0.01;
const near = 1e-3;

/** How far from the bottom a long descent from a corner of the figure ends. */
function distance(rate: number): number {
  const { bottom } = bowlOf(primerPoints);
  const [slope, height] = descend([-2, 4], primerPoints, rate, steps).at(-1) ?? [0, 0];
  return Math.hypot(slope - bottom[0], height - bottom[1]);
}

const arrives = (rate: number) => distance(rate) < near;

const grade: Grader = async (rate) => {
  if (rate <= 0 || rate > 10) return { right: false, says: 'The field takes a rate from 0.01 to 10.' };
  const [at, above] = [arrives(rate), arrives(rate + step)];
  return {
    right: at && !above,
    says: `At ${rate} the descent ${at ? 'arrives' : 'does not arrive'}; at ${(rate + step).toFixed(2)} it ${above ? 'still does' : 'does not'}.`,
  };
};

export default grade;
