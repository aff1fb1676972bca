/** Words that leave a trained model as soon as it is sure of what comes next, read through the logit lens. */

import { useMemo, useRef } from 'react';
import type { Options } from '../runtime/client.ts';
import { logitLens } from '../viz/logit-lens.ts';
import { stateOf, together } from './kit/asked.ts';
import { Slider } from './kit/controls.tsx';
import { exitsOf } from './kit/exit-data.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { lensOf, stagesOf, topOf } from './kit/lens-data.ts';
import { shippedModels } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { cellField } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { earlyExitMessages as words } from './messages/early-exit.ts';

const model = shippedModels['gpt2-toytown'];
const channels = ['early-exit'];
const stages = stagesOf(model, false);
const names = stages.slice(1).map((_, layer) => words.layer(layer + 1));

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  threshold: { kind: 'number', label: words.threshold, default: 0.9, minimum: 0, maximum: 1, step: 0.05 },
  cell: cellField(words.cell, 127),
} as const;

export default function EarlyExit({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('early-exit', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { tokenizer, read, key, problem, retry } = useModelText(model, state.text, live && seen);
  const ask = useMemo(() => {
    const tokens = key === '' ? [] : tokensOf(key);
    if (tokens.length < 2) return null;
    return (options: Options) => lensOf(model, tokens, stages, options);
  }, [key]);
  const work = useWork('early-exit', ask);
  const lens = work.result;
  const found = useMemo(() => (lens ? exitsOf(lens, state.threshold) : null), [lens, state.threshold]);
  const word = (id: number | undefined) => tokenizer?.vocabulary[id ?? -1] ?? '';
  const data = useMemo(() => {
    if (!lens || !found || !tokenizer) return null;
    const shown = names.map((_, layer) =>
      lens.tokens.map((__, at) =>
        layer < (found.exits[at]?.layers ?? 0) ? topOf(lens, layer + 1, at, 1)[0] : undefined,
      ),
    );
    const [row = 0, column = 0] = state.cell;
    return {
      tokens: lens.tokens.map((id) => tokenizer.vocabulary[id] ?? ''),
      layers: names,
      top: shown.map((line) => line.map((top) => (top ? (tokenizer.vocabulary[top.id] ?? '') : ''))),
      probability: shown.map((line) => line.map((top) => top?.probability ?? 0)),
      chosen: state.cell.length === 2 ? { row, column: Math.min(column, lens.tokens.length - 1) } : null,
    };
  }, [lens, found, tokenizer, state.cell]);
  const host = useChart(logitLens, data, {
    label: words.chart,
    describe: (layer: number, at: number) =>
      words.describe(
        names[layer] ?? '',
        data?.tokens[at] ?? '',
        data?.top[layer]?.[at] ?? '',
        data?.probability[layer]?.[at] ?? 0,
      ),
    onChoose: (layer: number, at: number) => set({ cell: [layer, at] }),
  });

  const asked = together({ problem, retry }, work);
  const empty = read !== null && read.tokens.length < 2;
  const figureState = stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: data });
  return (
    <Figure
      root={root}
      widget="early-exit"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      reads={
        found
          ? words.reads(
              found.exits.length,
              model.layers,
              found.meanLayers,
              found.same,
              found.loss,
              found.full,
            )
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      table={
        lens && found && data
          ? {
              caption: words.tableCaption,
              columns: words.columns,
              rows: found.exits.map(({ layers, confidence }, at) => [
                data.tokens[at] ?? '',
                layers,
                words.confidence(confidence),
                word(topOf(lens, layers, at, 1)[0]?.id),
                word(topOf(lens, model.layers, at, 1)[0]?.id),
              ]),
            }
          : null
      }
      sources="early-exit"
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
          <Slider
            field={fields.threshold}
            value={state.threshold}
            onChange={(value) => set({ threshold: value })}
          />
        </>
      }
    >
      <div className="lens-host" data-tensor="stream" ref={host} />
    </Figure>
  );
}
