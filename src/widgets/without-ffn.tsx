/** The same model without a feed-forward layer, with a linear one, and with three kinds of bend. */

import { ClaimFigure, type LiveRun } from './kit/claim-figure.tsx';
import type { WidgetProps } from './kit/figure.tsx';
import { withoutFfnMessages as words } from './messages/without-ffn.ts';

const runs: readonly LiveRun[] = [
  { recipe: 'ffn-attention-alone', label: words.runs['ffn-attention-alone'], steps: 1200 },
  { recipe: 'ffn-linear', label: words.runs['ffn-linear'], steps: 1200 },
  { recipe: 'ffn-relu', label: words.runs['ffn-relu'], steps: 1200 },
  { recipe: 'ffn-gelu', label: words.runs['ffn-gelu'], steps: 1200 },
  { recipe: 'ffn-swiglu', label: words.runs['ffn-swiglu'], steps: 1200 },
];

export default function WithoutFfn({ number, title = words.title }: WidgetProps) {
  return (
    <ClaimFigure
      widget="without-ffn"
      claim="C4"
      number={number}
      title={title}
      rubric={words.rubric}
      paper={words.paper}
      runs={runs}
      reads={words.reads}
      sources="without-ffn"
    />
  );
}
