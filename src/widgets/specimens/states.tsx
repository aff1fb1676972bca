/** A figure in each of its five states, as it looks in every chapter. */
import { useRef } from 'react';
import { dependencyGraph } from '../../viz/dependency-graph.ts';
import { Figure, type FigureState } from '../kit/figure.tsx';
import { MatrixOutline } from '../kit/outlines.tsx';
import { useChart } from '../kit/use-chart.ts';
import { useFigureState } from '../kit/use-figure-state.ts';
import { specimenMessages } from '../messages/specimens.ts';

const words = specimenMessages.states;
const states = ['idle', 'loading', 'ready', 'running', 'error'] as const satisfies readonly FigureState[];
const noFields = {};

/** A chain of five: what is done shows how far a run is. */
const tasks = Array.from({ length: 5 }, (_, index) => ({
  label: specimenMessages.dependencyGraph.state(index + 1),
  needs: index === 0 ? [] : [index - 1],
}));
const ready = { tasks, done: 5, chosen: { row: 4, column: 0 } };
const running = { tasks, done: 3, chosen: { row: 2, column: 0 } };
const progress = { phase: 'download', done: 412_000, total: 780_000 } as const;
const problem = { code: 'offline', ...words.problem } as const;

function Exhibit({ state }: { readonly state: FigureState }) {
  const root = useRef<HTMLElement | null>(null);
  const handle = useFigureState(`state-${state}`, noFields);
  const data = state === 'ready' ? ready : state === 'running' ? running : null;
  const host = useChart(dependencyGraph, data, {
    label: words.title,
    stepName: specimenMessages.dependencyGraph.step,
    describe: (row: number) => tasks[row]?.label ?? '',
    onChoose: () => {},
  });
  return (
    <Figure
      root={root}
      exhibit
      widget={`state-${state}`}
      title={words.names[state]}
      badge="schematic"
      rubric={words.rubrics[state]}
      state={state}
      handle={handle}
      reads={words.reads[state]}
      progress={state === 'loading' ? progress : null}
      problem={state === 'error' ? problem : null}
      onRetry={() => {}}
      model={words.model}
      table={null}
      sources={null}
      outline={<MatrixOutline count={9} />}
    >
      <div className="specimen-host" style={{ minHeight: 190 }} ref={host} />
    </Figure>
  );
}

export function FigureStates() {
  return states.map((state) => <Exhibit key={state} state={state} />);
}
