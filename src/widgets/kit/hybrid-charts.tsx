/** What stacks keep over the length of a text, and how those that were trained in the tab have learned. */
import { useMemo, useState } from 'react';
import type { ModelConfig } from '../../models/config.ts';
import { stateBytes } from '../../models/count.ts';
import { type LineSeries, type Look, lineChart } from '../../viz/line-chart.ts';
import { hybridMessages as words } from '../messages/hybrid.ts';
import { keptLengths, ownHybrid, type Place, places } from './hybrid-data.ts';
import { useChart } from './use-chart.ts';
import type { Tried } from './use-places-tried.ts';

interface HybridChartsProps {
  readonly place: Place;
  readonly configAt: (place: Place) => ModelConfig;
  readonly tried: readonly Tried[];
}

type Chosen = { readonly row: number; readonly column: number } | null;

const pointOf = (series: readonly LineSeries[], row: number, column: number) => {
  const line = series[row];
  const [x = 0, y = 0] = line?.points[column] ?? [];
  return { label: line?.label ?? '', x, y };
};

export function HybridCharts({ place, configAt, tried }: HybridChartsProps) {
  const [keptChosen, setKeptChosen] = useState<Chosen>(null);
  const kept = useMemo(() => {
    const mixed = place !== 'all' && place !== 'none';
    const stacks: readonly (readonly [label: string, look: Look, at: Place])[] = [
      [words.stacks.all, 1, 'all'],
      ...(mixed ? [[words.stacks.own, 2, place] as const] : []),
      [words.stacks.none, 3, 'none'],
    ];
    const series = stacks.map(([label, look, at]) => {
      const config = configAt(at);
      return {
        label,
        look,
        points: keptLengths.map((length) => [length, stateBytes(config, length)] as const),
      };
    });
    return {
      series,
      x: { scale: 'log' as const, label: words.length },
      y: { scale: 'log' as const, label: words.kept },
    };
  }, [place, configAt]);
  const keptHost = useChart(
    lineChart,
    useMemo(() => ({ ...kept, chosen: keptChosen }), [kept, keptChosen]),
    {
      label: words.keptChart,
      height: 300,
      describe: (row: number, column: number) => {
        const { label, x, y } = pointOf(kept.series, row, column);
        return words.pointRead(label, x, y);
      },
      onChoose: (row: number, column: number) => setKeptChosen({ row, column }),
    },
  );

  const [curveChosen, setCurveChosen] = useState<Chosen>(null);
  const curves = useMemo(
    () =>
      tried.length === 0
        ? null
        : {
            series: tried.map((one) => ({
              label: words.placed(one.place),
              look: (places.indexOf(one.place) + 1) as Look,
              points: one.curve,
            })),
            x: {
              scale: 'linear' as const,
              label: words.steps,
              range: [0, ownHybrid(place, 0).steps] as const,
            },
            y: { scale: 'linear' as const, label: words.curvesAxis, range: [0, 0] as const },
            chosen: curveChosen,
          },
    [tried, place, curveChosen],
  );
  const curveHost = useChart(lineChart, curves, {
    label: words.curves,
    height: 300,
    describe: (row: number, column: number) => {
      const { label, x, y } = pointOf(curves?.series ?? [], row, column);
      return words.curveRead(label, x, y);
    },
    onChoose: (row: number, column: number) => setCurveChosen({ row, column }),
  });
  const ended = tried.flatMap(({ place: at, heldOut }) =>
    heldOut === null ? [] : [[words.placed(at), heldOut] as const],
  );

  return (
    <div className="hybrid-charts">
      <div>
        <p className="control-label">{words.keptChart}</p>
        <div className="hybrid-kept" ref={keptHost} />
      </div>
      <div hidden={curves === null}>
        <p className="control-label">{words.curves}</p>
        <div ref={curveHost} />
        {ended.length > 0 ? <p className="quiet-note">{words.heldOut(ended)}</p> : null}
      </div>
    </div>
  );
}
