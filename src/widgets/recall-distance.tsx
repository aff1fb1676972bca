/** How much a recurrent state holds, and what attention reaches: pairs of keys and values, recalled. */

import { stepsOf } from '../data/tasks/in-stages.ts';
import { keyValueStages } from '../data/tasks/key-value-stages.ts';
import { ClaimFigure, type LiveRun } from './kit/claim-figure.tsx';
import type { WidgetProps } from './kit/figure.tsx';
import { recallDistanceMessages as words } from './messages/recall-distance.ts';

const runs: readonly LiveRun[] = Object.entries(words.runs).map(([recipe, { label, pairs }]) => ({
  recipe,
  label,
  steps: stepsOf(keyValueStages(pairs)),
}));
const scales = { pairs: 'log' } as const;

export default function RecallDistance({ number, title = words.title }: WidgetProps) {
  return (
    <ClaimFigure
      widget="recall-distance"
      claim="C2"
      number={number}
      title={title}
      rubric={words.rubric}
      paper={words.paper}
      runs={runs}
      reads={words.reads}
      sources="recall-distance"
      scales={scales}
    />
  );
}
