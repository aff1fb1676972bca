/** Deep stacks with and without residual connections and norms: the gradient by layer, and the loss. */

import { ClaimFigure, type LiveRun } from './kit/claim-figure.tsx';
import type { WidgetProps } from './kit/figure.tsx';
import type { Claim, ClaimView } from './kit/use-claim.ts';
import { depthMessages as words } from './messages/depth.ts';

const runs: readonly LiveRun[] = [
  { recipe: 'depth-residuals-and-norm', label: words.runs['depth-residuals-and-norm'], steps: 300 },
  { recipe: 'depth-residuals-alone', label: words.runs['depth-residuals-alone'], steps: 300 },
  { recipe: 'depth-norm-alone', label: words.runs['depth-norm-alone'], steps: 300 },
  { recipe: 'depth-neither', label: words.runs['depth-neither'], steps: 300 },
];
/**
 * Twelve series are too many for one chart, and belong to three settings: `16 layers, neither, first weights of GPT-2` is drawn as
 * `neither` in the view of 16 layers with those weights; the names of bars end in the same three parts.
 */
function views({ series, bars }: Claim): ClaimView[] {
  const parts = (name: string) => {
    const [layers = '', kind = '', weights = ''] = name.split(', ').slice(-3);
    return { setting: `${layers}, ${weights}`, kind };
  };
  return [...new Set(series.map(({ name }) => parts(name).setting))].map((setting) => ({
    label: setting,
    series: series
      .filter(({ name }) => parts(name).setting === setting)
      .map((each) => ({ ...each, name: parts(each.name).kind })),
    bars: bars
      .filter(({ what }) => parts(what).setting === setting)
      .map((bar) => ({ ...bar, what: `${parts(bar.what).kind}: ${bar.what.split(', ')[0] ?? ''}` })),
  }));
}

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
      views={views}
    />
  );
}
