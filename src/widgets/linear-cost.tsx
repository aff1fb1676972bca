/** Attention, Mamba and Hyena over longer and longer texts: time measured in this tab, operations and memory counted. */

import { useMemo, useRef, useState } from 'react';
import type { Options } from '../runtime/client.ts';
import { lineChart } from '../viz/line-chart.ts';
import { stateOf } from './kit/asked.ts';
import { ClaimBars } from './kit/claim-bars.tsx';
import { ColumnHeads } from './kit/column-heads.tsx';
import { Button, Picker } from './kit/controls.tsx';
import {
  type CostQuantity,
  costKinds,
  costLengths,
  costQuantities,
  lastSlope,
  measureCosts,
} from './kit/cost-data.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useClaim } from './kit/use-claim.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { linearCostMessages as words } from './messages/linear-cost.ts';

const channels = ['linear-cost'];
const fields = {
  what: { kind: 'choice', label: words.what, default: 'time', choices: costQuantities },
} as const;

export default function LinearCost({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('linear-cost', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const recorded = useClaim('C16', live && seen);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt measures again
  const ask = useMemo(
    () => (live && seen ? (options: Options) => measureCosts(options) : null),
    [live, seen, attempt],
  );
  const work = useWork('linear-cost', ask);
  const costs = work.result;
  const { what } = state;
  const [chosen, setChosen] = useState<{ readonly row: number; readonly column: number } | null>(null);
  const data = useMemo(
    () =>
      costs
        ? {
            series: costKinds.map((kind, index) => ({
              label: words.kinds[kind],
              look: (index + 1) as 1 | 2 | 3,
              points: costLengths.map((length, at) => [length, costs[kind][what][at] ?? 0] as const),
            })),
            x: { scale: 'log' as const, label: words.length },
            y: { scale: 'log' as const, label: words.units[what] },
            chosen,
          }
        : null,
    [costs, what, chosen],
  );
  const host = useChart(lineChart, data, {
    label: words.chart(words.whats[what]),
    height: 340,
    describe: (row: number, column: number) => {
      const kind = costKinds[row] ?? 'attention';
      return words.pointRead(
        words.kinds[kind],
        costLengths[column] ?? 0,
        words.value(what, costs?.[kind][what][column] ?? 0),
      );
    },
    onChoose: (row: number, column: number) => setChosen({ row, column }),
  });
  const slope = (kind: (typeof costKinds)[number], quantity: CostQuantity) =>
    costs ? lastSlope(costs[kind][quantity]) : 0;
  return (
    <Figure
      root={root}
      widget="linear-cost"
      number={number}
      title={title}
      badge="exact"
      rubric={words.rubric}
      state={stateOf({ problem: work.problem, wanted: live && seen, shown: data })}
      handle={handle}
      reads={
        costs
          ? words.reads(
              words.whats[what],
              costKinds.map((kind) => [words.kinds[kind], slope(kind, what)] as const),
            )
          : words.nothing
      }
      problem={work.problem}
      progress={work.progress}
      onRetry={work.retry}
      table={
        costs && {
          caption: words.tableCaption,
          columns: words.tableColumns,
          rows: costKinds.flatMap((kind) =>
            costLengths.map((length, at) => [
              words.kinds[kind],
              length,
              ...costQuantities.map((quantity) => Number((costs[kind][quantity][at] ?? 0).toPrecision(6))),
            ]),
          ),
        }
      }
      sources="linear-cost"
      outline={<CurveOutline />}
      controls={
        <>
          <Picker
            field={fields.what}
            value={what}
            name={(quantity) => words.whats[quantity]}
            onChange={(quantity) => set({ what: quantity })}
          />
          <Button onPress={() => setAttempt((before) => before + 1)}>{words.again}</Button>
        </>
      }
    >
      <div className="cost-host" ref={host} />
      <table className="sum-table is-wide cost-slopes">
        <caption>{words.slopeLabel}</caption>
        <thead>
          <ColumnHeads columns={words.columns} />
        </thead>
        <tbody>
          {costKinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{words.kinds[kind]}</th>
              {costQuantities.map((quantity) => (
                <td key={quantity}>{costs ? words.slope(slope(kind, quantity)) : ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet-note">{words.note}</p>
      <ClaimBars loaded={recorded} paper={words.paper} />
    </Figure>
  );
}
