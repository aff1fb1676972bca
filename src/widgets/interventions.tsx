/**
 * Any model, whatever its architecture, under the reader's hands: heads, neurons, experts, states, norms and what is
 * written into the stream are switched off, multiplied, set, or taken from another text; beside it what that does to the answer.
 */

import { useMemo, useRef } from 'react';
import { candidates, plainSampling } from '../models/sampling.ts';
import { formatExact, largestMagnitude } from '../viz/numbers.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { tensorHeatMap } from '../viz/tensor-heat-map.ts';
import { stateOf } from './kit/asked.ts';
import { ChangedList } from './kit/changed-list.tsx';
import { describeTensor } from './kit/changes.ts';
import { Button, Picker, Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { useFigureModel } from './kit/figure-model.ts';
import { lastLogits } from './kit/last-logits.ts';
import { type ShippedModelId, shippedModels } from './kit/models.ts';
import { changeOf, hows, operableNames, scopes, unitMap } from './kit/operable.ts';
import { saysWords } from './kit/operated-text.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { cellField, withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { outputDifference, useInterventions } from './kit/use-interventions.ts';
import { useOperated } from './kit/use-operated.ts';
import { useVisible } from './kit/use-visible.ts';
import { interventionsMessages as words } from './messages/interventions.ts';

const isShipped = (id: string): id is ShippedModelId => id in shippedModels;
const offered = Object.values(shippedModels)
  .filter(saysWords)
  .map(({ id }) => id);
const first = shippedModels['gpt2-toytown'];
const firstId: ShippedModelId = 'gpt2-toytown';
const [firstText, firstOther] = words.textsOf(first.id);
const barsShown = 6;
const [runChannel, plainChannel] = ['interventions', 'interventions/plain'];
const channels = [runChannel, plainChannel];

const stateFields = {
  model: { kind: 'choice', label: words.model, default: first.id as string, choices: offered },
  text: { kind: 'text', label: words.text, default: firstText as string, maximum: 500 },
  other: { kind: 'text', label: words.other, default: firstOther as string, maximum: 500 },
  // A probe's name; one that the model does not have is as if none were given.
  part: { kind: 'text', label: words.part, default: 'blocks.2.attn.z', maximum: 60 },
  cell: cellField(words.cell, 100_000),
  scope: { kind: 'choice', label: words.scope, default: 'unit', choices: scopes },
  how: { kind: 'choice', label: words.how, default: 'ablate', choices: hows },
  value: { kind: 'number', label: words.value, default: 2, minimum: -10, maximum: 10, step: 0.5 },
  changed: { kind: 'changes', label: words.changed, default: [] },
} as const;

export default function Interventions({ number, title = words.title }: WidgetProps) {
  const given = useFigureModel(firstId);
  const ships = given.config === undefined;
  const start = given.text;
  const fields = useMemo(() => withDefaults(stateFields, { text: start, other: start }), [start]);
  const handle = useFigureState('interventions', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const model = useFigureModel(isShipped(state.model) ? state.model : firstId);
  const { own, other, asked, plain, changed, applied, work } = useOperated(runChannel, {
    model,
    text: state.text,
    other: state.other,
    changed: state.changed,
    wanted: live && seen,
  });
  const { tokenizer, read } = own;
  const vocabulary = tokenizer?.vocabulary;
  const names = useMemo(() => (plain ? operableNames(plain.tensors) : []), [plain]);
  // A part that this model does not have, as after a change of the model: its first one.
  const part = names.includes(state.part) ? state.part : (names[0] ?? state.part);
  const interventions = useInterventions(state.changed, (list) => set({ changed: list }));

  const tensor = changed?.tensors[part] ?? null;
  const map = useMemo(() => (tensor ? unitMap(part, tensor) : null), [part, tensor]);
  const rowWords = useMemo(() => {
    const ids = (part.startsWith('encoder.') ? asked?.text.source : plain?.tokens) ?? [];
    return ids.map((id) => vocabulary?.[id] ?? '');
  }, [part, asked, plain, vocabulary]);
  const chosen = useMemo(() => {
    if (!map) return { row: 0, column: 0 };
    const [row = map.rows - 1, column = 0] = state.cell;
    return { row: Math.min(row, map.rows - 1), column: Math.min(column, map.columns - 1) };
  }, [map, state.cell]);
  const partName = describeTensor(part);
  const unit = map?.unit ?? 'dimension';
  const data = useMemo(
    () => map && { ...map, rowLabels: rowWords, most: largestMagnitude(map.values), chosen },
    [map, rowWords, chosen],
  );
  const describe = (row: number, column: number) =>
    words.cellRead(
      partName,
      rowWords[row] ?? '',
      unit,
      column,
      map?.values[row * map.columns + column] ?? 0,
      map?.single ?? true,
    );
  const mapHost = useChart(tensorHeatMap, data, {
    label: words.mapLabel(partName),
    height: 360,
    describe,
    onChoose: (row: number, column: number) => set({ cell: [row, column] }),
  });

  const row = asked?.asked;
  const ranked = useMemo(() => {
    const [before, after] = [lastLogits(plain, row), lastLogits(changed, row)];
    return (
      before &&
      after && { before: candidates(before, plainSampling), after: candidates(after, plainSampling) }
    );
  }, [plain, changed, row]);
  const bars = useMemo(
    () =>
      ranked && {
        rows: ranked.after.slice(0, barsShown).map(({ id, probability }) => ({
          token: vocabulary?.[id] ?? '',
          probability,
          beforeCut: probability,
          cut: false,
          chosen: false,
        })),
      },
    [ranked, vocabulary],
  );
  const barsHost = useChart(probabilityBars, bars, { label: words.barsLabel, room: barsShown });
  const difference = useMemo(
    () => (applied.length > 0 ? outputDifference(plain, changed, row === undefined ? {} : { row }) : null),
    [applied, plain, changed, row],
  );

  const wordOf = (id: number) => vocabulary?.[id] ?? '';
  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const [was, is] = [ranked?.before[0], ranked?.after[0]];
  const choose = (id: string) => {
    const [text, taken] = words.textsOf(id);
    set({ model: id, text, other: taken, changed: [], cell: [] });
  };

  return (
    <Figure
      root={root}
      widget="interventions"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={stateOf({ problem: work.problem, wanted: live && seen && !empty, shown: map && ranked })}
      handle={handle}
      reads={
        was && is
          ? words.reads(applied.length, wordOf(was.id), was.probability, wordOf(is.id), is.probability)
          : words.nothing
      }
      problem={work.problem}
      progress={work.progress}
      model={model.id}
      onRetry={work.retry}
      milliseconds={changed?.milliseconds ?? null}
      table={
        map && {
          caption: words.tableCaption(partName),
          columns: [words.word, ...Array.from({ length: map.columns }, (_, column) => String(column + 1))],
          rows: rowWords.map((word, at) => [
            word,
            ...Array.from(map.values.subarray(at * map.columns, (at + 1) * map.columns), formatExact),
          ]),
        }
      }
      tensors={tensor ? [{ name: part, ...tensor }] : []}
      sources="interventions"
      outline={<BarsOutline rows={8} />}
      controls={
        <>
          {ships ? <Picker field={fields.model} value={model.id} onChange={choose} /> : null}
          <Picker
            field={{ label: words.part, choices: names }}
            value={part}
            name={describeTensor}
            onChange={(name) => set({ part: name, cell: [] })}
          />
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(text) => set({ text, cell: [] })}
            read={read}
            tokenizer={tokenizer}
          />
        </>
      }
    >
      <div className="operate-grid">
        <div>
          <div className="operate-map" ref={mapHost} />
          <p className="quiet-note">
            {map ? `${describe(chosen.row, chosen.column)}. ${words.mapNote(map.single)}` : ''}
          </p>
          <div className="operate-change">
            <Segments
              field={fields.scope}
              value={state.scope}
              name={(scope) => words.scopeName(scope, unit, chosen.column, rowWords[chosen.row] ?? '')}
              onChange={(scope) => set({ scope })}
            />
            <Segments
              field={fields.how}
              value={state.how}
              name={(how) => words.hows[how]}
              onChange={(how) => set({ how })}
            />
            <Slider
              field={fields.value}
              value={state.value}
              disabled={state.how !== 'scale' && state.how !== 'fill'}
              onChange={(value) => set({ value })}
            />
            <Button
              primary
              disabled={!map}
              onPress={() =>
                interventions.add(
                  changeOf(
                    { name: part, scope: state.scope, how: state.how, value: state.value, ...chosen },
                    tensor?.shape.length ?? 3,
                  ),
                )
              }
            >
              {words.change}
            </Button>
            {state.how === 'borrow' ? (
              <TextInput
                field={fields.other}
                text={state.other}
                onChange={(text) => set({ other: text })}
                read={other.read}
                tokenizer={tokenizer}
              />
            ) : null}
          </div>
        </div>
        <div>
          <p className="control-label">
            {model.stack === 'decoder'
              ? words.bars
              : model.stack === 'encoder'
                ? words.barsHidden
                : words.barsWritten}
          </p>
          <div className="operate-bars" ref={barsHost} />
          <ChangedList interventions={interventions} difference={difference} wordOf={wordOf} />
        </div>
      </div>
    </Figure>
  );
}
