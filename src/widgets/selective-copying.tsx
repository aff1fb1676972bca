/** The Mamba paper's first task: letters among silences, to be said again in their order, by blocks that select and blocks that cannot. */

import { ClaimFigure, type LiveRun } from './kit/claim-figure.tsx';
import type { WidgetProps } from './kit/figure.tsx';
import { selectiveCopyingMessages as words } from './messages/selective-copying.ts';

const steps = 1200;
const runs: readonly LiveRun[] = Object.entries(words.runs).map(([recipe, label]) => ({
  recipe,
  label,
  steps,
}));

export default function SelectiveCopying({ number, title = words.title }: WidgetProps) {
  return (
    <ClaimFigure
      widget="selective-copying"
      claim="C13"
      number={number}
      title={title}
      rubric={words.rubric}
      paper={words.paper}
      runs={runs}
      reads={words.reads}
      sources="selective-copying"
    />
  );
}
