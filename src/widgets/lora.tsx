/** The shipped model adapted to another way of speaking: all of its weights, or adapters of a low rank beside them. */
import { ClaimFigure, type LiveRun } from './kit/claim-figure.tsx';
import { loraMessages as words } from './messages/lora.ts';

const runs: readonly LiveRun[] = Object.entries(words.runs).map(([recipe, label]) => ({
  recipe,
  label,
  steps: 200,
  base: 'gpt2-toytown',
}));

export default function Lora({
  number,
  title = words.title,
}: {
  readonly number?: string;
  readonly title?: string;
}) {
  return (
    <ClaimFigure
      widget="lora"
      claim="C21"
      number={number}
      title={title}
      rubric={words.rubric}
      paper={words.paper}
      runs={runs}
      reads={words.reads}
      sources="lora"
    />
  );
}
