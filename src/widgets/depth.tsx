/** Deep stacks with and without residual connections and norms: the gradient by layer, and the loss. */

import { ClaimFigure, type LiveRun } from './kit/claim-figure.tsx';
import type { WidgetProps } from './kit/figure.tsx';
import { depthMessages as words } from './messages/depth.ts';

const runs: readonly LiveRun[] = [
  { recipe: 'depth-residuals-and-norm', label: words.runs['depth-residuals-and-norm'], steps: 300 },
  { recipe: 'depth-residuals-alone', label: words.runs['depth-residuals-alone'], steps: 300 },
  { recipe: 'depth-norm-alone', label: words.runs['depth-norm-alone'], steps: 300 },
  { recipe: 'depth-neither', label: words.runs['depth-neither'], steps: 300 },
];
const scales = { 'gradient norm at the first weights': 'log' } as const;

export default function Depth({ number, title = words.title }: WidgetProps) {
  return (
    <ClaimFigure
      widget="depth"
      claim="C6"
      number={number}
      title={title}
      rubric={words.rubric}
      paper={words.paper}
      runs={runs}
      reads={words.reads}
      sources="depth"
      scales={scales}
    />
  );
}
