/** Patterns of attention laid over a trained model: the pairs that stay, and what the text then costs. */

import { useMemo, useRef } from 'react';
import { type Options, type RunResult, runtime } from '../runtime/client.ts';
import { attentionMatrix } from '../viz/attention-matrix.ts';
import { barTable } from '../viz/bar-table.ts';
import { formatLoss, formatWhole } from '../viz/numbers.ts';
import { stateOf, together } from './kit/asked.ts';
import { pairsOf, patternChoices, patternNames } from './kit/attention-patterns.ts';
import { HeadName, Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { shippedModels } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { cellField } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { type PatternName, sparsePatternsMessages as words } from './messages/sparse-patterns.ts';

const model = shippedModels['gpt2-toytown'];
const channels = ['sparse-patterns'];
const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  pattern: { kind: 'choice', label: words.pattern, default: 'strided', choices: patternNames },
  size: { kind: 'number', label: words.size, default: 6, minimum: 1, maximum: 32, step: 1 },
  layer: { kind: 'choice', label: words.layer, default: '2', choices: numbered(model.layers) },
  head: { kind: 'choice', label: words.head, default: '1', choices: numbered(model.heads) },
  cell: cellField(words.cell, 127),
} as const;

interface Compared {
  readonly shown: RunResult;
  readonly losses: Readonly<Record<PatternName, number>>;
}

const meanLoss = ({ losses }: RunResult): number =>
  losses && losses.length > 0 ? losses.reduce((sum, loss) => sum + loss, 0) / losses.length : Number.NaN;

export default function SparsePatterns({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('sparse-patterns', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { tokenizer, read, key, problem, retry } = useModelText(model, state.text, live && seen);
  const { pattern, size } = state;
  const [layer, head] = [Number(state.layer) - 1, Number(state.head) - 1];
  const name = `blocks.${layer}.attn.pattern`;
  const ask = useMemo(() => {
    const tokens = key === '' ? [] : tokensOf(key);
    if (tokens.length < 2) return null;
    const request = { model: model.id, tokens, loss: true };
    return async (options: Options): Promise<Compared> => {
      const losses: Partial<Record<PatternName, number>> = {};
      for (const own of patternNames) {
        const choices = patternChoices[own](size);
        losses[own] = meanLoss(await runtime().run({ ...request, capture: [], choices }, options));
      }
      const choices = patternChoices[pattern](size);
      const shown = await runtime().run({ ...request, capture: [name], choices }, options);
      return { shown, losses: losses as Record<PatternName, number> };
    };
  }, [key, pattern, size, name]);
  const work = useWork('sparse-patterns', ask);
  const { result } = work;

  const tokens = useMemo(
    () => (result && tokenizer ? result.shown.tokens.map((id) => tokenizer.vocabulary[id] ?? '') : []),
    [result, tokenizer],
  );
  const count = tokens.length;
  const weights = useMemo(
    () =>
      result?.shown.tensors[name]?.data.subarray(head * count * count, (head + 1) * count * count) ?? null,
    [result, name, head, count],
  );
  const [query = Math.max(0, count - 1), looked = 0] = state.cell;
  const data = useMemo(
    () =>
      weights && weights.length === count * count && count > 0
        ? {
            tokens,
            weights,
            causal: true,
            chosen: { query: Math.min(query, count - 1), key: Math.min(looked, query) },
          }
        : null,
    [tokens, weights, count, query, looked],
  );
  const host = useChart(attentionMatrix, data, {
    label: words.chart,
    describe: (row: number, column: number) =>
      words.describe(tokens[row] ?? '', tokens[column] ?? '', weights?.[row * count + column] ?? 0),
    onChoose: (row: number, column: number) => set({ cell: [row, column] }),
  });
  const rows = useMemo(
    () =>
      result
        ? patternNames.map((own) => ({
            own,
            pairs: pairsOf(own, size, result.shown.tokens.length),
            loss: result.losses[own],
          }))
        : null,
    [result, size],
  );
  const bars = useMemo(
    () =>
      rows && {
        columns: words.columns,
        rows: rows.map(({ own, pairs, loss }) => ({
          label: words.patternName(own),
          chosen: own === pattern,
          amounts: [
            { value: pairs, text: formatWhole(pairs) },
            { value: loss, text: formatLoss(loss) },
          ],
        })),
      },
    [rows, pattern],
  );
  const barsHost = useChart(barTable, bars, { label: words.barsLabel });

  const asked = together({ problem, retry }, work);
  const empty = read !== null && read.tokens.length < 2;
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: data });
  const chosen = rows?.find(({ own }) => own === pattern);
  const full = rows?.find(({ own }) => own === 'all');
  return (
    <Figure
      root={root}
      widget="sparse-patterns"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      reads={
        chosen && full
          ? words.reads(pattern, chosen.pairs, full.pairs, chosen.loss, full.loss)
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={result?.shown.milliseconds ?? null}
      table={
        rows && {
          caption: words.tableCaption,
          columns: words.tableColumns,
          rows: rows.map(({ own, pairs, loss }) => [
            words.patternName(own),
            pairs,
            Number(loss.toPrecision(6)),
          ]),
        }
      }
      sources="sparse-patterns"
      outline={<MatrixOutline count={10} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed, cell: [] })}
            read={read}
            tokenizer={tokenizer}
          />
          <Segments
            field={fields.pattern}
            value={pattern}
            name={words.patternName}
            onChange={(value) => set({ pattern: value })}
          />
          <Slider field={fields.size} value={size} onChange={(value) => set({ size: value })} />
          <Segments field={fields.layer} value={state.layer} onChange={(value) => set({ layer: value })} />
          <Segments
            field={fields.head}
            value={state.head}
            name={(choice) => <HeadName head={Number(choice)} />}
            onChange={(value) => set({ head: value })}
          />
        </>
      }
    >
      <div className="reach-host" data-tensor="pattern" ref={host} />
      <div className="cache-bars" ref={barsHost} />
      <p className="figure-note">{words.note}</p>
    </Figure>
  );
}
