/** One head or several of the same width together: recorded over five seeds, and trained anew. */

import { ClaimFigure, type LiveRun } from './kit/claim-figure.tsx';
import type { WidgetProps } from './kit/figure.tsx';
import { headsVsWidthMessages as words } from './messages/heads-vs-width.ts';

const runs: readonly LiveRun[] = [
  { recipe: 'heads-1', label: words.runs['heads-1'], steps: 1200 },
  { recipe: 'heads-2', label: words.runs['heads-2'], steps: 1200 },
  { recipe: 'heads-4', label: words.runs['heads-4'], steps: 1200 },
  { recipe: 'heads-8', label: words.runs['heads-8'], steps: 1200 },
];
const scales = { heads: 'log' } as const;

export default function HeadsVsWidth({ number, title = words.title }: WidgetProps) {
  return (
    <ClaimFigure
      widget="heads-vs-width"
      claim="C3"
      number={number}
      title={title}
      rubric={words.rubric}
      paper={words.paper}
      runs={runs}
      reads={words.reads}
      sources="heads-vs-width"
      scales={scales}
    />
  );
}
