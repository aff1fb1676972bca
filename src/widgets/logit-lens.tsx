/** What the model would say after each layer: the last norm and the unembedding, read from the residual stream on its way. */

import { useMemo, useRef } from 'react';
import type { Options } from '../runtime/client.ts';
import { logitLens } from '../viz/logit-lens.ts';
import { formatWeight } from '../viz/numbers.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { stateOf, together } from './kit/asked.ts';
import { Toggle } from './kit/controls.tsx';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { useFigureModel } from './kit/figure-model.ts';
import { type Lens, leadsSince, lensOf, type Stage, stagesOf, topOf } from './kit/lens-data.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { cellField, withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { partsOf, type Writer } from './kit/writers.ts';
import { logitLensMessages as words } from './messages/logit-lens.ts';
import { partMessages } from './messages/parts.ts';

const barsShown = 8;
const channels = ['logit-lens'];

const stateFields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  halves: { kind: 'flag', label: words.halves, default: false },
  // [parts that have written, position]; empty: the end of the last word.
  cell: cellField(words.cell),
} as const;

function stageName({ parts }: Stage, writers: readonly Writer[]): string {
  const last = writers[parts - 1];
  if (last?.layer == null) return words.embedding;
  const ends = writers[parts]?.layer !== last.layer;
  return ends ? words.layer(last.layer + 1) : words.part(last.layer + 1, partMessages[last.part ?? 'none']);
}

interface Seen {
  readonly lens: Lens;
  readonly stages: readonly Stage[];
}

export interface LogitLensProps extends WidgetProps {
  readonly text?: string;
}

export default function LogitLens({ number, title = words.title, text }: LogitLensProps) {
  const model = useFigureModel('gpt2-toytown');
  const start = text ?? model.text;
  const fields = useMemo(() => withDefaults(stateFields, { text: start }), [start]);
  const handle = useFigureState('logit-lens', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { tokenizer, read, key, problem, retry } = useModelText(model, state.text, live && seen);
  const ask = useMemo(() => {
    if (key === '') return null;
    const stages = stagesOf(model, state.halves);
    return async (options: Options): Promise<Seen> => ({
      lens: await lensOf(model, tokensOf(key), stages, options),
      stages,
    });
  }, [model, key, state.halves]);
  const work = useWork('logit-lens', ask);
  const { result } = work;

  const wordOf = (id: number | undefined) => tokenizer?.vocabulary[id ?? -1] ?? '';
  const tokens = useMemo(
    () => result?.lens.tokens.map((id) => tokenizer?.vocabulary[id] ?? '') ?? [],
    [result, tokenizer],
  );
  const last = tokens.length - 1;
  const position = Math.min(last, state.cell[1] ?? last);
  const row = result ? nearestStage(result.stages, state.cell[0]) : 0;
  const data = useMemo(() => {
    if (!result || !tokenizer) return null;
    const { lens, stages } = result;
    const tops = stages.map((_, stage) => lens.tokens.map((__, at) => topOf(lens, stage, at, 1)[0]));
    return {
      tokens,
      layers: stages.map((stage) => stageName(stage, partsOf(model))),
      top: tops.map((line) => line.map((top) => tokenizer.vocabulary[top?.id ?? -1] ?? '')),
      probability: tops.map((line) => line.map((top) => top?.probability ?? 0)),
      chosen: { row, column: position },
    };
  }, [result, tokenizer, tokens, row, position, model]);
  const host = useChart(logitLens, data, {
    label: words.lensLabel,
    describe: (stage: number, at: number) =>
      words.cellRead(
        data?.layers[stage] ?? '',
        tokens[at] ?? '',
        data?.top[stage]?.[at] ?? '',
        data?.probability[stage]?.[at] ?? 0,
      ),
    onChoose: (stage: number, at: number) => set({ cell: [result?.stages[stage]?.parts ?? 0, at] }),
  });
  const bars = useMemo(() => {
    if (!result || !tokenizer) return null;
    const rows = topOf(result.lens, row, position, barsShown).map(({ id, probability }) => ({
      token: tokenizer.vocabulary[id] ?? '',
      probability,
      beforeCut: probability,
      cut: false,
      chosen: false,
    }));
    return { rows };
  }, [result, tokenizer, row, position]);
  const barsHost = useChart(probabilityBars, bars, { label: words.barsLabel, room: barsShown });

  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const asked = together({ problem, retry }, work);
  const top = result ? topOf(result.lens, result.stages.length - 1, position, 1)[0] : undefined;
  return (
    <Figure
      root={root}
      widget="logit-lens"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: data })}
      handle={handle}
      reads={
        result && top
          ? words.reads(
              tokens[position] ?? '',
              wordOf(top.id),
              top.probability,
              data?.layers[leadsSince(result.lens, position)] ?? '',
              wordOf(topOf(result.lens, 0, position, 1)[0]?.id),
            )
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      table={data ? tableOf(data) : null}
      tensors={
        result
          ? result.lens.probabilities.map((probabilities, stage) => ({
              name: `probabilities-after-${result.stages[stage]?.parts ?? 0}-parts`,
              shape: [result.lens.tokens.length, result.lens.vocabulary],
              data: probabilities,
            }))
          : []
      }
      sources="logit-lens"
      outline={<MatrixOutline />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed, cell: [] })}
            read={read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          <Toggle field={fields.halves} value={state.halves} onChange={(value) => set({ halves: value })} />
        </>
      }
    >
      <div className="lens-host" data-tensor="stream" ref={host} />
      <p className="control-label lens-bars-title">
        {data ? words.bars(tokens[position] ?? '', data.layers[row] ?? '') : ''}
      </p>
      <div className="lens-bars" data-tensor="probability" ref={barsHost} />
    </Figure>
  );
}

/** The row of the stage, or of the nearest that is shown; the last where none was chosen. */
function nearestStage(stages: readonly Stage[], parts: number | undefined): number {
  if (parts === undefined) return stages.length - 1;
  const at = stages.findIndex((stage) => stage.parts >= parts);
  return at < 0 ? stages.length - 1 : at;
}

interface Drawn {
  readonly tokens: readonly string[];
  readonly layers: readonly string[];
  readonly top: readonly (readonly string[])[];
  readonly probability: readonly (readonly number[])[];
}

const tableOf = ({ tokens, layers, top, probability }: Drawn): TableData => ({
  caption: words.tableCaption,
  columns: [words.position, ...layers],
  rows: tokens.map((word, at) => [
    word,
    ...layers.map((_, stage) => `${top[stage]?.[at] ?? ''} ${formatWeight(probability[stage]?.[at] ?? 0)}`),
  ]),
});
