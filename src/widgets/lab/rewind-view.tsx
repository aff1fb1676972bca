/** The steps of a run that were saved: looked at, and gone on from with the settings of the moment. */
import { useState } from 'react';
import { formatWhole } from '../../viz/numbers.ts';
import { Button, Slider } from '../kit/controls.tsx';
import { labMessages as words } from '../messages/lab.ts';
import { begin, type LabRun, type NewRun, stateAt } from './runs.ts';

interface RewindProps {
  readonly run: LabRun;
  /** The step that is looked at. */
  readonly step: number | null;
  readonly onStep: (step: number | null) => void;
  /** What the controls ask for now; null: it cannot be trained. */
  readonly next: NewRun | null;
  readonly onOpen: () => void;
}

export function RewindView({ run: { record }, step, onStep, next, onOpen }: RewindProps) {
  const [lost, setLost] = useState(false);
  const { saved } = record;
  if (saved.length === 0) return null;
  const newest = saved.length - 1;
  const at = step === null ? newest : Math.max(0, saved.indexOf(step));
  const here = saved[at] ?? 0;
  const field = {
    kind: 'number',
    label: words.rewind.step,
    default: newest,
    minimum: 0,
    maximum: Math.max(1, newest),
    step: 1,
  } as const;
  const branch = async () => {
    const state = await stateAt(record.id, here);
    setLost(state === null);
    if (state !== null && next !== null) begin(next, { run: record, state });
  };
  return (
    <div className="lab-rewind">
      <Slider
        field={field}
        value={at}
        disabled={newest === 0}
        format={(index) => formatWhole(saved[index] ?? 0)}
        onChange={(index) => onStep(index >= newest ? null : (saved[index] ?? null))}
      />
      <Button disabled={next === null} onPress={() => void branch()}>
        {words.rewind.branch(here)}
      </Button>
      <Button
        onPress={() => {
          const { name, payload, experiment, parameters, stepFlops, stepTokens } = record;
          begin({ name, payload, experiment, parameters, stepFlops, stepTokens });
        }}
      >
        {words.rewind.again}
      </Button>
      <Button onPress={onOpen}>{words.rewind.open}</Button>
      {lost ? (
        <p className="lab-problem" role="alert">
          {words.rewind.lost}
        </p>
      ) : null}
    </div>
  );
}
