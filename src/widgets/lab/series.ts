/** The lines of the Lab's charts, from the records of its runs. */
import type { LineSeries, Look } from '../../viz/line-chart.ts';
import { thinned } from '../kit/use-curve.ts';
import { labMessages as words } from '../messages/lab.ts';
import type { RunRecord } from './run-record.ts';

export type Measure = 'loss' | 'accuracy';
export type Axis = 'steps' | 'tokens' | 'flops';

const points = 300;

/** What a step is worth on an axis: runs of one budget end at one place. */
export function perStep({ stepTokens, stepFlops }: RunRecord, axis: Axis): number {
  return { steps: 1, tokens: stepTokens, flops: stepFlops }[axis];
}

/** `A`, `B`, ...: how charts and tables name a run. */
export const letterOf = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : `R${index + 1}`;

export const lookOf = (index: number): Look => ((index % 8) + 1) as Look;

export interface Shown {
  readonly record: RunRecord;
  readonly index: number;
}

/** The first of its objectives: what a task asks for. */
export const accuracyOf = (accuracy: Readonly<Record<string, number>>): number | null =>
  Object.values(accuracy)[0] ?? null;

export function seriesOf(
  shown: readonly Shown[],
  measure: Measure,
  axis: Axis,
  chosen: string | null,
): LineSeries[] {
  return shown.flatMap(({ record, index }): LineSeries[] => {
    const worth = perStep(record, axis);
    const letter = letterOf(index);
    const look = lookOf(index);
    if (measure === 'accuracy') {
      const right = record.heldOut.flatMap(({ step, accuracy }): [number, number][] => {
        const share = accuracyOf(accuracy);
        return share === null ? [] : [[step * worth, share]];
      });
      return right.length === 0 ? [] : [{ label: letter, look, points: right }];
    }
    const losses = thinned(
      record.steps.map(({ step }) => step * worth),
      record.steps.map(({ loss }) => loss),
      points,
    );
    const held = record.heldOut.map(({ step, loss }): [number, number] => [step * worth, loss]);
    return [
      ...(losses.length === 0 ? [] : [{ label: letter, look, points: losses }]),
      ...(record.id === chosen && held.length > 1
        ? [{ label: words.heldOut(letter), look: 9 as const, points: held }]
        : []),
    ];
  });
}

/** The mean floor of what a run has read; null where it is not known or has no length on a log axis. */
export function floorOf(record: RunRecord): number | null {
  const floors = record.steps.flatMap(({ floor }) => (floor === null ? [] : [floor]));
  return floors.length === 0 ? null : floors.reduce((sum, floor) => sum + floor, 0) / floors.length;
}

/** Of the last steps: a batch alone is noise. */
export function recentLoss({ steps }: RunRecord): number | null {
  const last = steps.slice(-10);
  return last.length === 0 ? null : last.reduce((sum, { loss }) => sum + loss, 0) / last.length;
}
