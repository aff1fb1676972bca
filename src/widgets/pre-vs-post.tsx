/** The norm before each part or after each sum: gradients at the start over depth, and what training bears. */

import { ClaimFigure, type LiveRun } from './kit/claim-figure.tsx';
import type { WidgetProps } from './kit/figure.tsx';
import { preVsPostMessages as words } from './messages/pre-vs-post.ts';

const runs: readonly LiveRun[] = [
  { recipe: 'norm-pre-ln', label: words.runs['norm-pre-ln'], steps: 300 },
  { recipe: 'norm-post-ln', label: words.runs['norm-post-ln'], steps: 300 },
];
const scales = { layers: 'log', 'gradient norm': 'log', 'learning rate': 'log' } as const;

export default function PreVsPost({ number, title = words.title }: WidgetProps) {
  return (
    <ClaimFigure
      widget="pre-vs-post"
      claim="C5"
      number={number}
      title={title}
      rubric={words.rubric}
      paper={words.paper}
      runs={runs}
      reads={words.reads}
      sources="pre-vs-post"
      scales={scales}
    />
  );
}
