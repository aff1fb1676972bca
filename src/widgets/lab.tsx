/** The Lab: data and a model from every choice there is, trained in the tab; runs compared, gone back in, looked into and kept. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { architectures } from '../models/architectures.ts';
import { runtime } from '../runtime/client.ts';
import { Button, Segments } from './kit/controls.tsx';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { addressOf } from './kit/page-link.ts';
import { decodeState, replaceInQuery } from './kit/url-state.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { DifferenceTable } from './lab/difference-table.tsx';
import { DuelView, duelField } from './lab/duel-view.tsx';
import { FiguresView } from './lab/figures-view.tsx';
import { InsideView } from './lab/inside-view.tsx';
import { KeepView } from './lab/keep-view.tsx';
import { budgets, matched } from './lab/match.ts';
import { newRunOf } from './lab/new-run.ts';
import { RewindView } from './lab/rewind-view.tsx';
import { LiveSliders, RunActions, RunFacts } from './lab/run-actions.tsx';
import { NormChart, RunChart } from './lab/run-charts.tsx';
import { lastStep } from './lab/run-record.ts';
import { RunTable } from './lab/run-table.tsx';
import { begin, choose, type LabRun, restore, useRuns } from './lab/runs.ts';
import { accuracyOf, floorOf, letterOf, recentLoss } from './lab/series.ts';
import { fields as setUpFields } from './lab/set-up.ts';
import { SetUpView } from './lab/set-up-view.tsx';
import { type OwnModel, useLooked } from './lab/use-looked.ts';
import { usePlan } from './lab/use-plan.ts';
import { labMessages as words } from './messages/lab.ts';

const channels: readonly string[] = [];

const viewFields = {
  measure: { kind: 'choice', label: words.measure, default: 'loss', choices: ['loss', 'accuracy'] },
  axis: { kind: 'choice', label: words.axis, default: 'steps', choices: ['steps', 'tokens', 'flops'] },
  duel: duelField,
} as const;
const fields = { ...setUpFields, ...viewFields };

export default function Lab({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('lab', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { runs, chosen, storageProblem } = useRuns();
  const [asked, setStep] = useState<number | null>(null);
  const [own, setOwn] = useState<OwnModel | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  // The worker starts when the figure is seen, so that the foot names the backend that a run would have.
  useEffect(() => {
    if (!live || !seen) return;
    void restore();
    runtime()
      .memory()
      .catch(() => {});
  }, [live, seen]);
  const planned = usePlan(state, live && seen);
  const { plan } = planned;
  const run = useMemo(() => runs.find(({ record }) => record.id === chosen) ?? null, [runs, chosen]);
  // A step that is stored no longer, thinned out or removed, cannot be looked at.
  const step = asked !== null && run?.record.saved.includes(asked) ? asked : null;
  const shown = useMemo(
    () => runs.map(({ record }, index) => ({ record, index })).filter(({ record }) => !hidden.has(record.id)),
    [runs, hidden],
  );
  const { looked, problem: lookProblem } = useLooked(run, step, own);
  const name = architectures[state.architecture].title;
  const start = useCallback(() => {
    if (plan === null) return;
    setStep(null);
    begin(newRunOf(plan, state));
  }, [plan, state]);
  const busy = runs.some(({ status }) => status === 'running' || status === 'starting');
  const loss = run ? recentLoss(run.record) : null;

  return (
    <>
      <Figure
        root={root}
        widget="lab"
        number={number}
        title={title}
        badge="trained"
        rubric={words.rubric}
        state={!live || !seen ? 'idle' : busy ? 'running' : 'ready'}
        handle={handle}
        quiet={busy}
        reads={
          (plan ? words.reads(name, plan.parameters, plan.stepFlops) : planned.problem) +
          (run && loss !== null
            ? words.readsRun(
                run.record.name,
                lastStep(run.record),
                run.record.experiment.steps,
                loss,
                floorOf(run.record),
              )
            : '')
        }
        seed={state.seed}
        table={tableOf(runs)}
        sources="lab"
        outline={<CurveOutline />}
      >
        <div className="lab-grid">
          <SetUpView setUp={state} onChange={set} planned={planned} live={live && seen} />
          <div className="lab-runs">
            <div className="lab-actions">
              <Button primary disabled={plan === null} onPress={start}>
                {runs.length === 0 ? words.train : words.newRun}
              </Button>
              {run ? <RunActions run={run} /> : null}
            </div>
            {run && plan ? (
              <p className="lab-match">
                {words.match.as(letterOf(runs.indexOf(run)))}
                {budgets.map((by) => (
                  <button
                    key={by}
                    type="button"
                    className="text-button"
                    onClick={() => set(matched(state, plan, run.record, by))}
                  >
                    {words.match.by[by]}
                  </button>
                ))}
              </p>
            ) : null}
            {storageProblem === '' ? null : (
              <p className="figure-notice" role="status">
                {words.storage.problem(storageProblem)}
              </p>
            )}
            {run ? <RunFacts run={run} /> : <p className="lab-facts">{words.noRun}</p>}
            <div className="lab-view">
              <Segments
                field={fields.measure}
                value={state.measure}
                name={(measure) => words.measures[measure]}
                onChange={(measure) => set({ measure })}
              />
              <Segments
                field={fields.axis}
                value={state.axis}
                name={(axis) => words.xAxis[axis]}
                onChange={(axis) => set({ axis })}
              />
            </div>
            <RunChart shown={shown} chosen={run?.record ?? null} measure={state.measure} axis={state.axis} />
            {runs.length > 0 ? (
              <RunTable
                runs={runs}
                chosen={chosen}
                hidden={hidden}
                onChoose={(id) => {
                  setStep(null);
                  choose(id);
                }}
                onShow={(id, on) =>
                  setHidden(
                    (before) => new Set(on ? [...before].filter((one) => one !== id) : [...before, id]),
                  )
                }
              />
            ) : null}
            <DifferenceTable shown={shown} />
            {run ? (
              <RewindView
                run={run}
                step={step}
                onStep={setStep}
                next={plan ? newRunOf(plan, state) : null}
                onOpen={() => set(decodeState(setUpFields, run.record.payload).state)}
              />
            ) : null}
            {run ? <LiveSliders run={run} /> : null}
            {run ? <NormChart record={run.record} /> : null}
            <DuelView
              duel={state.duel}
              seed={state.seed}
              onChange={(duel) => set({ duel })}
              onStart={() => set({ measure: 'accuracy' })}
            />
            <KeepView
              runs={runs}
              onModel={(opened, folder) => setOwn({ ...opened, name: folder })}
              addressOf={({ record }) =>
                addressOf(replaceInQuery(location.search, 'lab', record.payload), 'lab')
              }
            />
          </div>
          {looked || lookProblem !== '' ? (
            <div className="lab-side">
              {own ? <Button onPress={() => setOwn(null)}>{words.inside.close(own.name)}</Button> : null}
              {lookProblem === '' ? null : <p className="lab-problem">{lookProblem}</p>}
              {looked ? <InsideView looked={looked} /> : null}
            </div>
          ) : null}
        </div>
      </Figure>
      {looked ? <FiguresView looked={looked} /> : null}
    </>
  );
}

function tableOf(runs: readonly LabRun[]): TableData {
  return {
    caption: words.tableCaption,
    columns: words.tableColumns,
    rows: runs.map(({ record }) => {
      const last = record.heldOut.at(-1);
      return [
        record.name,
        record.parameters,
        lastStep(record),
        recentLoss(record) ?? '',
        floorOf(record) ?? '',
        last?.loss ?? '',
        (last ? accuracyOf(last.accuracy) : null) ?? '',
        Math.round(record.seconds),
      ];
    }),
  };
}
