/** C10 on a corpus that a reader's tab can train on: Toytown, whose floor is known. */
import { fitPowerLaw } from '../../models/scaling-laws.ts';
import { meanOf } from '../../models/statistics.ts';
import { type FamilyMember, measuredSteps, scalingFamily } from '../recipes/scaling-family.ts';
import { TrainingSession } from '../session.ts';
import { bar, type Claim } from './claim.ts';

const shortSteps = 12;
const recordEvery = 10;

/** Loss over the floor of every step: each reads new stories, so it is what the model loses on text that it has not seen. */
async function train({ recipe }: FamilyMember, seed: number, steps: number): Promise<number[]> {
  const session = new TrainingSession({ ...recipe, steps }, seed);
  const excess: number[] = [];
  try {
    while (session.step < steps) {
      const { loss, floor } = await session.advance();
      excess.push(loss - (floor ?? 0));
    }
    return excess;
  } finally {
    session.dispose();
  }
}

/** Means of neighbours, as the figure draws them. */
function thinned(values: readonly number[]): { x: number[]; y: number[] } {
  const count = Math.floor(values.length / recordEvery);
  const groups = Array.from({ length: count }, (_, index) =>
    values.slice(index * recordEvery, (index + 1) * recordEvery),
  );
  return { x: groups.map((_, index) => (index + 1) * recordEvery), y: groups.map((group) => meanOf(group)) };
}

export const c10b: Claim = {
  id: 'C10b',
  claim: 'Loss falls as a power law of the number of parameters',
  source: 'Kaplan et al. 2020; Hoffmann et al. 2022',
  setting:
    'Six decoders of two layers that differ in width alone, 600 steps each on the same Toytown stories; loss over the entropy floor, mean of the last 60 steps, against parameters without embeddings.',
  async run({ seed, short, tell }) {
    const points: [number, number][] = [];
    const series = [];
    let steps = 0;
    for (const one of scalingFamily) {
      const excess = await train(one, seed, short ? shortSteps : one.recipe.steps);
      const last = meanOf(excess.slice(-(short ? 2 : measuredSteps)));
      points.push([one.parameters, last]);
      series.push({
        name: one.id,
        xLabel: 'steps',
        yLabel: 'nats a token over the floor',
        ...thinned(excess),
      });
      steps += excess.length;
      tell(`width ${one.width}, ${one.parameters} parameters: ${last.toFixed(3)} nats over the floor`);
    }
    series.push({
      name: 'family',
      xLabel: 'parameters without embeddings',
      yLabel: 'nats a token over the floor',
      x: points.map(([x]) => x),
      y: points.map(([, y]) => y),
    });
    const fit = fitPowerLaw(points);
    const [exponent, margin] = [fit?.exponent ?? 0, fit?.margin ?? 0];
    return {
      bars: [
        bar('R^2 of a straight line through the logarithms', fit?.rSquared ?? 0, { atLeast: 0.95 }),
        bar('exponent', exponent),
        bar('its 95 % interval begins at', exponent - margin),
        bar('its 95 % interval ends at', exponent + margin),
      ],
      series,
      steps,
    };
  },
};
