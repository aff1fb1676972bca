/**
 * The shipped model adapted to another way of speaking: all of its weights, or adapters of a low rank beside them; and two adapters
 * that are exchanged.
 */
import { useRef } from 'react';
import { AdapterSwap, swapChannels, swapFields } from './kit/adapter-swap.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { claimFields, type LiveRun, useClaimRuns } from './kit/use-claim-runs.tsx';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWorkerWhen } from './kit/use-worker-when.ts';
import { loraMessages as words } from './messages/lora.ts';

const runs: readonly LiveRun[] = Object.entries(words.runs).map(([recipe, label]) => ({
  recipe,
  label,
  steps: 200,
  base: 'gpt2-toytown',
}));
const channels = ['lora', ...swapChannels];
const fields = { ...claimFields(runs), ...swapFields };

export default function Lora({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('lora', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const wanted = live && seen;
  useWorkerWhen(wanted);
  const { paper, reads } = words;
  const claim = useClaimRuns({ channel: 'lora', claim: 'C21', wanted, state, set, paper, runs, reads });
  const { body, ...frame } = claim;
  return (
    <Figure
      root={root}
      widget="lora"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      handle={handle}
      {...frame}
      seed={state.seed}
      sources="lora"
      outline={<CurveOutline />}
    >
      {body}
      <AdapterSwap state={state} set={set} />
    </Figure>
  );
}
