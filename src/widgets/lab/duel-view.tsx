/** The ready-made duels: chosen here or by a link, and started all at once. */
import { useState } from 'react';
import { datasetRow } from '../../data/datasets.ts';
import { Button, Picker } from '../kit/controls.tsx';
import { labMessages as words } from '../messages/lab.ts';
import { optionsOf } from './data-options.ts';
import { type DuelId, duelIds, setUpsOf } from './duels.ts';
import { newRunOf } from './new-run.ts';
import { begin } from './runs.ts';
import { planOf } from './use-plan.ts';

export const duelField = {
  kind: 'choice',
  label: words.duel.title,
  default: 'copying',
  choices: duelIds,
} as const;

interface DuelProps {
  readonly duel: DuelId;
  readonly seed: number;
  readonly onChange: (duel: DuelId) => void;
  readonly onStart: () => void;
}

export function DuelView({ duel, seed, onChange, onStart }: DuelProps) {
  const [problem, setProblem] = useState('');
  const start = async () => {
    onStart();
    for (const setUp of setUpsOf(duel, seed)) {
      const { data, options, text } = setUp;
      const { plan, problem: why } = planOf(
        setUp,
        await datasetRow(data).sketch(optionsOf(data, options, text)),
      );
      setProblem(why);
      if (plan !== null) begin(newRunOf(plan, setUp));
    }
  };
  return (
    <div className="lab-duel">
      <Picker field={duelField} value={duel} name={(id) => words.duel.names[id]} onChange={onChange} />
      <Button onPress={() => void start()}>{words.duel.start}</Button>
      <p className="lab-note">{words.duel.says[duel]}</p>
      {problem === '' ? null : <p className="lab-problem">{problem}</p>}
    </div>
  );
}
