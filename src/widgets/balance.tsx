/**
 * Eight experts that begin to learn, with and without the term that balances them: who is asked how often, step by step, measured on
 * held-out texts by the model of the moment. The term's weight can be changed while it trains.
 */

import { useEffect, useMemo, useRef, useState } from 'react';
import { runtime } from '../runtime/client.ts';
import { expertLoad } from '../viz/expert-load.ts';
import { lineChart } from '../viz/line-chart.ts';
import { formatDecimals } from '../viz/numbers.ts';
import { ClaimBars } from './kit/claim-bars.tsx';
import { Segments } from './kit/controls.tsx';
import { domainKinds } from './kit/domain-texts.ts';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { type Measured, measureExperts } from './kit/measured-experts.ts';
import { numbersTo } from './kit/models.ts';
import { CurveOutline } from './kit/outlines.tsx';
import { isUnderWay, TrainingButtons } from './kit/training-buttons.tsx';
import { useChart } from './kit/use-chart.ts';
import { useClaim } from './kit/use-claim.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useTokenizer } from './kit/use-tokenizer.ts';
import { useTraining } from './kit/use-training.ts';
import { useVisible } from './kit/use-visible.ts';
import { balanceMessages as words } from './messages/balance.ts';
import { claimMessages } from './messages/claims.ts';
import { domainNames } from './messages/router.ts';

const [channel, measureChannel] = ['balance', 'balance/measure'];
const channels = [channel, measureChannel];
/** The words of the four domains are those of the shipped model. */
const vocabularyOf = 'switch-domains';
const experts = 8;
const steps = 600;
/** The model of the moment is measured when it has gone so many steps. */
const every = 5;
const capacityFactor = 1.25;
const recipes = { all: 'experts-8-open', limited: 'experts-8' } as const;
/** What the records of C12 are called. */
const recordedRooms = { all: 'no capacity, ', limited: 'a capacity of 1.25, ' } as const;
const recordedShares = 'tokens of the busiest expert, even shares';

const fields = {
  weight: {
    kind: 'choice',
    label: words.weight,
    default: '0',
    choices: ['0', '0.01', '0.1'],
  },
  room: { kind: 'choice', label: words.roomLabel, default: 'all', choices: ['all', 'limited'] },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
} as const;

interface OwnRun {
  readonly room: keyof typeof recipes;
  readonly weights: readonly string[];
  readonly points: readonly Measured[];
}

export default function Balance({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('balance', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const loaded = useClaim('C12', live && seen);
  const { tokenizer, problem, retry } = useTokenizer(vocabularyOf, live && seen);
  const training = useTraining(channel);
  const [own, setOwn] = useState<readonly OwnRun[]>([]);
  const measuring = useRef(false);
  const running = training.state === 'running';
  const last = training.steps.at(-1);
  const current = own.at(-1);
  const latest = current?.points.at(-1);

  // The worker starts when the figure is seen, so that the foot names the backend that a run would have.
  useEffect(() => {
    if (live && seen)
      runtime()
        .memory()
        .catch(() => {});
  }, [live, seen]);

  const step = last?.step ?? 0;
  useEffect(() => {
    if (!running || !tokenizer || measuring.current || step < (latest?.step ?? -every) + every) return;
    measuring.current = true;
    measureExperts(training.run, tokenizer, experts, measureChannel)
      .then(
        (measured) => {
          if (measured)
            setOwn((before) => [
              ...before.slice(0, -1),
              ...before.slice(-1).map((run) => ({ ...run, points: [...run.points, measured] })),
            ]);
        },
        () => {}, // The run has ended, or another one began: there is nothing to measure.
      )
      .finally(() => {
        measuring.current = false;
      });
  }, [running, tokenizer, step, latest, training.run]);

  const start = () => {
    setOwn((before) => [
      ...before.filter(({ points }) => points.length > 0).slice(-3),
      { room: state.room, weights: [state.weight], points: [] },
    ]);
    training.start({
      plan: { recipe: recipes[state.room], seed: state.seed, steps },
      adjusted: { loadBalance: Number(state.weight) },
    });
  };
  const weigh = (weight: (typeof fields.weight.choices)[number]) => {
    set({ weight });
    if (!isUnderWay(training)) return;
    training.adjust({ loadBalance: Number(weight) });
    setOwn((before) => [
      ...before.slice(0, -1),
      ...before.slice(-1).map((run) => ({ ...run, weights: [...run.weights, weight] })),
    ]);
  };

  const recorded = useMemo(
    () =>
      loaded.state === 'ready'
        ? loaded.claim.series.flatMap(({ name, yLabel, ...points }) => {
            const prefix = recordedRooms[state.room];
            const own = yLabel === recordedShares && name.startsWith(prefix);
            return own ? [{ ...points, name: name.slice(prefix.length) }] : [];
          })
        : [],
    [loaded, state.room],
  );
  const [chosen, setChosen] = useState<{ readonly row: number; readonly column: number } | null>(null);
  const data = useMemo(() => {
    const before = recorded.map(({ name, x, y }) => ({
      label: words.recorded(name),
      look: 9 as const,
      points: x.map((at, index) => [at, y[index] ?? 0] as const),
    }));
    const mine = own
      .filter(({ points }) => points.length > 0)
      .map(({ room, weights, points }, index) => ({
        label: words.run(room, weights),
        look: ((index % 4) + 1) as 1 | 2 | 3 | 4,
        points: points.map((point) => [point.step, point.busiest] as const),
      }));
    const series = [...before, ...mine];
    if (series.length === 0) return null;
    return {
      series,
      x: { scale: 'linear' as const, label: words.steps },
      y: { scale: 'linear' as const, label: words.shares },
      floor: { value: 1, label: words.even },
      chosen,
    };
  }, [recorded, own, chosen]);
  const host = useChart(lineChart, data, {
    label: words.chart,
    height: 320,
    describe: (row: number, column: number) => {
      const series = data?.series[row];
      const [at = 0, share = 0] = series?.points[column] ?? [];
      return words.pointRead(series?.label ?? '', at, share);
    },
    onChoose: (row: number, column: number) => setChosen({ row, column }),
  });
  const loads = useMemo(() => {
    if (!latest) return null;
    const total = latest.shares.asked.reduce((sum, one) => sum + one, 0);
    return {
      experts: numbersTo(experts),
      kinds: domainKinds.map((kind) => domainNames[kind]),
      taken: latest.shares.taken,
      dropped: latest.shares.dropped,
      capacity: current?.room === 'limited' ? Math.ceil((total * capacityFactor) / experts) : null,
      chosen: null,
    };
  }, [latest, current?.room]);
  const loadHost = useChart(expertLoad, loads, {
    label: words.loadLabel,
    capacityLabel: words.room,
    droppedLabel: words.turnedAway,
    height: 280,
    describe: (row: number, column: number) =>
      words.loadRead(
        row + 1,
        domainKinds[column] === undefined ? words.turnedAway : domainNames[domainKinds[column]],
        latest?.shares.taken[row]?.[column] ?? latest?.shares.dropped[row] ?? 0,
      ),
    onChoose: () => {},
  });

  const trouble = training.problem === '' ? '' : claimMessages.failed(training.problem);
  const figureState: FigureState = problem
    ? 'error'
    : !live || !seen
      ? 'idle'
      : running
        ? 'running'
        : loaded.state === 'loading' || !tokenizer
          ? 'loading'
          : 'ready';
  return (
    <Figure
      root={root}
      widget="balance"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      quiet={running}
      reads={
        (latest && last
          ? words.reads(latest.step, latest.busiest, latest.dropped, last.loss, last.floor)
          : recorded.length > 0
            ? recorded
                .map(({ name, x, y }) => {
                  const most = Math.max(...y);
                  return words.readsRecorded(name, most, x[y.indexOf(most)] ?? 0, y.at(-1) ?? 0);
                })
                .join(' ')
            : words.readsNone) + trouble
      }
      problem={problem}
      onRetry={retry}
      seed={state.seed}
      footNote={last ? claimMessages.speed(last.tokensPerSecond) : ''}
      table={
        data && {
          caption: words.tableCaption,
          columns: words.columns,
          rows: [
            ...recorded.flatMap(({ name, x, y }) =>
              x.map((at, index) => [words.recorded(name), at, formatDecimals(y[index] ?? 0, 2), '']),
            ),
            ...own.flatMap(({ room, weights, points }) =>
              points.map((point) => [
                words.run(room, weights),
                point.step,
                formatDecimals(point.busiest, 2),
                formatDecimals(point.dropped, 2),
              ]),
            ),
          ],
        }
      }
      sources="balance"
      outline={<CurveOutline />}
      controls={
        <>
          <Segments field={fields.weight} value={state.weight} onChange={weigh} />
          <Segments
            field={fields.room}
            value={state.room}
            name={(room) => words.rooms[room]}
            disabled={isUnderWay(training)}
            onChange={(room) => set({ room })}
          />
          <div className="curve-actions">
            <TrainingButtons
              training={training}
              begin={own.length > 0 ? claimMessages.again : claimMessages.train}
              onBegin={start}
            />
          </div>
        </>
      }
    >
      <div className="balance-grid">
        <div className="balance-host" ref={host} />
        <div>
          <p className="control-label">{latest ? words.load(latest.step, latest.layer) : words.loadNone}</p>
          <div className={latest || running ? 'balance-load' : 'balance-load is-empty'} ref={loadHost} />
        </div>
      </div>
      <ClaimBars loaded={loaded} paper={words.paper} />
    </Figure>
  );
}
