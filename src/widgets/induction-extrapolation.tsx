/**
 * The Mamba paper's second task at lengths that training never saw: the shipped model measured in the tab, the recorded experiment with
 * attention beside it, and each of the contenders trained anew.
 */
import { useMemo, useRef } from 'react';
import { type Options, runtime } from '../runtime/client.ts';
import { lineChart } from '../viz/line-chart.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { CurveOutline } from './kit/outlines.tsx';
import { drawTexts, rightShare, saidIn, scanModel } from './kit/scan-models.ts';
import { useChart } from './kit/use-chart.ts';
import { claimFields, type LiveRun, useClaimRuns } from './kit/use-claim-runs.tsx';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { inductionExtrapolationMessages as words } from './messages/induction-extrapolation.ts';

const [channel, lengthsChannel] = ['induction-extrapolation', 'induction-extrapolation/lengths'];
const channels = [channel, lengthsChannel];
/** As many as the claim takes. */
const steps = { 'trigger-mamba': 1600, 'trigger-learned': 1000, 'trigger-rotary': 1000 } as const;
const runs: readonly LiveRun[] = Object.entries(words.runs).map(([recipe, label]) => ({
  recipe,
  label,
  steps: steps[recipe as keyof typeof steps],
}));
const scales = { 'tokens of the text': 'log' } as const;
const fields = claimFields(runs);

const model = scanModel('mamba-induction');
/** The longest text is 32 times as long as those of training. */
const lengths = [64, 128, 256, 512, 1024, 2048] as const;
const textsAt = (length: number) => Math.max(8, Math.min(32, 16_384 / length));

interface Measured {
  readonly length: number;
  readonly texts: number;
  readonly share: number;
}

/** Length by length, each in one pass. */
async function measure(options: Options): Promise<readonly Measured[]> {
  const all: Measured[] = [];
  for (const length of lengths) {
    const [first = [], ...others] = drawTexts(model, 0, textsAt(length), length);
    const request = {
      model: model.id,
      tokens: first,
      others: others.map((tokens) => ({ tokens })),
      capture: ['logits'],
    };
    const share = rightShare(saidIn(await runtime().run(request, options), model));
    all.push({ length, texts: textsAt(length), share });
  }
  return all;
}

export default function InductionExtrapolation({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('induction-extrapolation', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const claim = useClaimRuns({
    channel,
    claim: 'C14',
    wanted: live && seen,
    state,
    set,
    paper: words.paper,
    runs,
    reads: words.reads,
    scales,
  });
  const ask = useMemo(() => (live && seen ? measure : null), [live, seen]);
  const work = useWork(lengthsChannel, ask);
  const { result } = work;
  const data = useMemo(
    () =>
      result
        ? {
            series: [
              {
                label: words.model,
                look: 2 as const,
                points: result.map(({ length, share }) => [length, share] as const),
              },
            ],
            x: { scale: 'log' as const, label: words.length },
            y: { scale: 'linear' as const, label: words.share },
            floor: { value: 1 / 15, label: words.chance },
            chosen: null,
          }
        : null,
    [result],
  );
  const host = useChart(lineChart, data, {
    label: words.chart,
    height: 280,
    describe: (_row: number, column: number) => {
      const point = result?.[column];
      return point ? words.pointRead(point.length, point.share, point.texts) : '';
    },
    onChoose: () => {},
  });
  const last = result?.at(-1);
  const { body, controls, reads, table, ...frame } = claim;
  return (
    <Figure
      root={root}
      widget="induction-extrapolation"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      handle={handle}
      {...frame}
      state={work.problem ? 'error' : claim.state === 'ready' && !result ? 'loading' : claim.state}
      problem={work.problem}
      progress={work.progress}
      model={model.id}
      onRetry={work.retry}
      reads={(last ? words.readsLive(last.length, last.share) : '') + reads}
      table={
        result && {
          caption: words.live,
          columns: [words.length, words.share],
          rows: result.map(({ length, share }) => [length, Number(share.toPrecision(4))]),
        }
      }
      seed={state.seed}
      sources="induction-extrapolation"
      outline={<CurveOutline />}
      controls={controls}
    >
      <p className="control-label">{words.live}</p>
      <div className="lengths-host" ref={host} />
      {body}
    </Figure>
  );
}
