/**
 * Parameters that are there and parameters that work, counted for published models and the book's own; the book's pair of equal work
 * run on held-out texts; and the paper's comparison rerun at a size that trains in the tab.
 */

import { useMemo, useRef } from 'react';
import { meanOf } from '../models/statistics.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { formatLoss, formatTick } from '../viz/numbers.ts';
import { stackedBars } from '../viz/stacked-bars.ts';
import {
  activeConfigs,
  activeCount,
  activeIds,
  activeParts,
  domainConfig,
  mixtureIn,
  withExperts,
} from './kit/active-data.ts';
import { together } from './kit/asked.ts';
import { Segments, Slider } from './kit/controls.tsx';
import { domainReading, lossByDomain } from './kit/domain-data.ts';
import { domainKinds } from './kit/domain-texts.ts';
import { expertModels } from './kit/expert-models.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { BarsOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { claimFields, type LiveRun, useClaimRuns } from './kit/use-claim-runs.tsx';
import { useFigureState } from './kit/use-figure-state.ts';
import { useTokenizer } from './kit/use-tokenizer.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { activeVsTotalMessages as words } from './messages/active-vs-total.ts';
import { domainNames } from './messages/router.ts';

const [channel, pairChannel] = ['active-vs-total', 'active-vs-total/pair'];
const channels = [channel, pairChannel];
const steps = 600;
const runs: readonly LiveRun[] = Object.entries(words.runs).map(([recipe, label]) => ({
  recipe,
  label,
  steps,
}));
/** Experts, as a power of two; Switch-C has 2,048. */
const mostExperts = 11;
const first = 'mixtral';
const published = (id: string) => {
  const { experts, chosen } = mixtureIn(configOf(id));
  return { experts: Math.log2(experts), chosen };
};
const standard = published(first);

const fields = {
  ...claimFields(runs),
  model: { kind: 'choice', label: words.model, default: first, choices: activeIds },
  experts: {
    kind: 'number',
    label: words.experts,
    default: standard.experts,
    minimum: 0,
    maximum: mostExperts,
    step: 1,
  },
  chosen: { kind: 'number', label: words.chosen, default: standard.chosen, minimum: 1, maximum: 8, step: 1 },
} as const;

/** The pair of equal work: dense, and with experts. A published model has none here: the first pair stands for it. */
const pairs = expertModels.map(({ dense, id }) => ({
  sparse: id,
  ids: [dense, id] as const,
  sizes: [dense, id].map(domainConfig).map(activeCount),
}));

export default function ActiveVsTotal({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('active-vs-total', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const claim = useClaimRuns({
    channel,
    claim: 'C11',
    wanted: live && seen,
    state,
    set,
    paper: words.paper,
    runs,
    reads: words.readsClaim,
  });
  const experts = 2 ** state.experts;
  const chosen = Math.min(state.chosen, experts);
  const counts = useMemo(() => {
    const config = configOf(state.model);
    return {
      own: activeCount(withExperts(config, experts, chosen)),
      dense: activeCount(withExperts(config, 1, 1)),
    };
  }, [state.model, experts, chosen]);
  const { own, dense } = counts;
  const bars = useMemo(
    () => ({
      parts: activeParts.map((part) => words.parts[part]),
      bars: [
        { label: words.total, amounts: own.all },
        { label: words.active, amounts: own.working },
        { label: words.dense, amounts: dense.working },
      ],
      chosen: null,
    }),
    [own, dense],
  );
  const host = useChart(stackedBars, live ? bars : null, {
    label: words.chart,
    format: formatTick,
    describe: (row: number, column: number) => {
      const bar = bars.bars[row];
      return words.part(bar?.label ?? '', bars.parts[column] ?? '', bar?.amounts[column] ?? 0);
    },
    onChoose: () => {},
  });

  const pair = pairs.find(({ sparse }) => sparse === state.model) ?? pairs[0];
  if (!pair) throw new Error('No model with experts ships.');
  const { tokenizer, problem, retry } = useTokenizer(pair.sparse, live && seen);
  const ask = useMemo(() => {
    if (!tokenizer) return null;
    const reading = { ...domainReading(tokenizer), capture: [], loss: true };
    const choices = { capacityFactor: null };
    return async (options: Options) => {
      const losses: (readonly number[])[] = [];
      for (const model of pair.ids)
        losses.push(lossByDomain(await runtime().run({ ...reading, model, choices }, options), tokenizer));
      return { pair, losses };
    };
  }, [tokenizer, pair]);
  const work = useWork(pairChannel, ask);
  // While another pair is being read, the last one's losses are not this one's.
  const [ofDense, ofSparse] = work.result?.pair === pair ? work.result.losses : [];
  const asked = together({ problem, retry }, work);
  const figureState = asked.problem
    ? 'error'
    : claim.state === 'ready' && !ofSparse
      ? 'loading'
      : claim.state;
  const { body, controls, reads, ...frame } = claim;

  return (
    <Figure
      root={root}
      widget="active-vs-total"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      handle={handle}
      {...frame}
      state={figureState}
      problem={asked.problem}
      progress={asked.progress}
      model={pair.sparse}
      onRetry={asked.retry}
      reads={
        words.reads(words.modelName(state.model), own.total, own.active, experts, chosen) +
        (ofDense && ofSparse
          ? words.readsPair(words.modelName(pair.sparse), meanOf(ofDense), meanOf(ofSparse))
          : '') +
        ` ${reads}`
      }
      seed={state.seed}
      sources="active-vs-total"
      outline={<BarsOutline rows={3} />}
      controls={
        <>
          <Segments
            field={fields.model}
            value={state.model}
            name={words.modelName}
            onChange={(model) => set({ model, ...published(model) })}
          />
          <Slider
            className="scale-control"
            field={fields.experts}
            value={state.experts}
            format={(value) => formatTick(2 ** value)}
            onChange={(value) => set({ experts: value })}
          />
          <Slider field={fields.chosen} value={state.chosen} onChange={(value) => set({ chosen: value })} />
          {controls}
        </>
      }
    >
      <div className="active-bars" ref={host} />
      <div className="active-grid">
        <table className="sum loss-sum active-sums">
          <tbody>
            {(
              [
                [words.sums.total, formatTick(own.total)],
                [words.sums.active, formatTick(own.active)],
                [words.sums.ratio, words.times(own.total / own.active)],
                [words.sums.operations, formatTick(own.operations)],
                [words.sums.memory, words.bytes(own.total)],
              ] as const
            ).map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table className="sum-table is-wide">
          <caption>{words.pair(words.modelName(pair.sparse))}</caption>
          <thead>
            <tr>
              {[...words.pairColumns, ...domainKinds.map((kind) => domainNames[kind]), words.mean].map(
                (column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {[ofDense, ofSparse].map((losses, row) => (
              <tr key={pair.ids[row]}>
                <th scope="row">{row === 0 ? words.withoutExperts : words.withExperts}</th>
                <td>{formatTick(pair.sizes[row]?.active ?? 0)}</td>
                <td>{formatTick(pair.sizes[row]?.total ?? 0)}</td>
                {domainKinds.map((kind, at) => (
                  <td key={kind}>{losses ? formatLoss(losses[at] ?? 0) : ''}</td>
                ))}
                <td>{losses ? formatLoss(meanOf(losses)) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {words.published[state.model] ? <p className="quiet-note">{words.published[state.model]}</p> : null}
      {body}
    </Figure>
  );
}

function configOf(id: string) {
  const config = activeConfigs.get(id);
  if (!config) throw new Error(`There is no config ${id}.`);
  return config;
}
