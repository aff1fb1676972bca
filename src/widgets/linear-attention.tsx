/** Seven kinds of attention on one task of recall: what each costs and keeps, and how it learns. */

import { ClaimFigure, type LiveRun } from './kit/claim-figure.tsx';
import type { WidgetProps } from './kit/figure.tsx';
import { linearAttentionMessages as words } from './messages/linear-attention.ts';

const steps = 2000;
const runs: readonly LiveRun[] = Object.entries(words.runs).map(([recipe, label]) => ({
  recipe,
  label,
  steps,
}));
const scales = {
  tokens: 'log',
  'operations between positions, a layer': 'log',
  'numbers kept, a layer': 'log',
} as const;

export default function LinearAttention({ number, title = words.title }: WidgetProps) {
  return (
    <ClaimFigure
      widget="linear-attention"
      claim="C19b"
      number={number}
      title={title}
      rubric={words.rubric}
      paper={words.paper}
      runs={runs}
      reads={words.reads}
      sources="linear-attention"
      scales={scales}
    />
  );
}
