/** Four models of one task: all words pass every layer, half or an eighth pass every second one, or there are half as many layers. */

import { ClaimFigure, type LiveRun } from './kit/claim-figure.tsx';
import type { WidgetProps } from './kit/figure.tsx';
import { mixtureOfDepthsMessages as words } from './messages/mixture-of-depths.ts';

const steps = 600;
const runs: readonly LiveRun[] = Object.entries(words.runs).map(([recipe, label]) => ({
  recipe,
  label,
  steps,
}));

export default function MixtureOfDepths({ number, title = words.title }: WidgetProps) {
  return (
    <ClaimFigure
      widget="mixture-of-depths"
      claim="C22b"
      number={number}
      title={title}
      rubric={words.rubric}
      paper={words.paper}
      runs={runs}
      reads={words.reads}
      sources="mixture-of-depths"
    />
  );
}
