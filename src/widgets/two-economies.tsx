/** Three shipped models side by side: parameters that lie ready, parameters that work, and what is kept of a text; each runs, and is timed. */

import { useMemo, useRef } from 'react';
import { type Options, runtime } from '../runtime/client.ts';
import { barTable } from '../viz/bar-table.ts';
import { formatTick } from '../viz/numbers.ts';
import { stateOf } from './kit/asked.ts';
import { ColumnHeads } from './kit/column-heads.tsx';
import { Slider } from './kit/controls.tsx';
import { countsOf, dense, keptOf, mamba, economyModels as models, sparse } from './kit/economies-data.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { shippedModels } from './kit/models.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { read, twoEconomiesMessages as words } from './messages/two-economies.ts';

const channels = ['two-economies'];
const tries = 3;

const fields = {
  // As a power of two.
  length: { kind: 'number', label: words.length, default: 7, minimum: 4, maximum: 17, step: 1 },
} as const;

const counts = models.map(countsOf);

/** The best of a few readings; the first, which loads the model, is not counted. */
async function timeEach(options: Options): Promise<readonly number[]> {
  const times: number[] = [];
  for (const id of models) {
    const tokens = Array.from({ length: read }, (_, at) => at % shippedModels[id].vocabulary);
    let best = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn <= tries; turn++) {
      const request = { model: id, tokens, capture: ['ln_final.normalized'] };
      const { milliseconds } = await runtime().run(request, options);
      if (turn > 0) best = Math.min(best, milliseconds);
    }
    times.push(best);
  }
  return times;
}

export default function TwoEconomies({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('two-economies', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const ask = useMemo(() => (live && seen ? timeEach : null), [live, seen]);
  const work = useWork('two-economies', ask);
  const times = work.result;
  const length = 2 ** state.length;
  const kept = useMemo(() => models.map((id) => keptOf(id, length)), [length]);
  const data = useMemo(
    () =>
      times
        ? {
            columns: words.columns(length),
            rows: models.map((id, index) => {
              const { total = 0, active = 0 } = counts[index] ?? {};
              return {
                label: words.name(id),
                amounts: [
                  { value: total, text: words.parameters(total) },
                  { value: active, text: words.parameters(active) },
                  { value: kept[index] ?? 0, text: words.bytes(kept[index] ?? 0) },
                  { value: times[index] ?? 0, text: words.milliseconds(times[index] ?? 0) },
                ],
              };
            }),
          }
        : null,
    [times, length, kept],
  );
  const host = useChart(barTable, data, { label: words.chart });
  const ofSparse = counts[models.indexOf(sparse)];
  return (
    <Figure
      root={root}
      widget="two-economies"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={stateOf({ problem: work.problem, wanted: live && seen, shown: data })}
      handle={handle}
      reads={
        data && ofSparse
          ? words.reads(
              length,
              ofSparse.total / ofSparse.active,
              kept[models.indexOf(dense)] ?? 0,
              kept[models.indexOf(mamba)] ?? 0,
            )
          : words.nothing
      }
      problem={work.problem}
      progress={work.progress}
      model={sparse}
      onRetry={work.retry}
      table={
        data && {
          caption: words.tableCaption,
          columns: words.tableColumns,
          rows: models.map((id, index) => [
            words.name(id),
            counts[index]?.total ?? 0,
            counts[index]?.active ?? 0,
            kept[index] ?? 0,
            Number((times?.[index] ?? 0).toPrecision(3)),
          ]),
        }
      }
      sources="two-economies"
      outline={<BarsOutline rows={3} />}
      controls={
        <Slider
          field={fields.length}
          value={state.length}
          format={(value) => formatTick(2 ** value)}
          onChange={(value) => set({ length: value })}
        />
      }
    >
      <div className="economies-host" ref={host} />
      <table className="sum-table is-wide economies-table">
        <thead>
          <ColumnHeads columns={words.tableColumns} />
        </thead>
        <tbody>
          {models.map((id, index) => (
            <tr key={id}>
              <th scope="row">{words.name(id)}</th>
              <td>{words.parameters(counts[index]?.total ?? 0)}</td>
              <td>{words.parameters(counts[index]?.active ?? 0)}</td>
              <td>{words.bytes(kept[index] ?? 0)}</td>
              <td>{times ? words.milliseconds(times[index] ?? 0) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}
