/**
 * The neurons of a feed-forward layer: where each gives the most in stories that the model never learned from, and what the
 * model says when a reader sets one by hand.
 */
import { useMemo, useRef } from 'react';
import { candidates, plainSampling } from '../models/sampling.ts';
import type { Options } from '../runtime/client.ts';
import { formatValue } from '../viz/numbers.ts';
import { type ProbabilityRow, probabilityBars } from '../viz/probability-bars.ts';
import { ChangedList } from './kit/changed-list.tsx';
import type { Change } from './kit/changes.ts';
import { Segments, Slider, Toggle } from './kit/controls.tsx';

import { Figure, type WidgetProps } from './kit/figure.tsx';
import { lastLogits } from './kit/last-logits.ts';
import { numbersTo, shippedModels } from './kit/models.ts';
import { Context, contextTable, Inked } from './kit/neuron-contexts.tsx';
import { choosiest, profileOf, scanLayer, storiesScanned } from './kit/neuron-scan.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { outputDifference, useInterventions } from './kit/use-interventions.ts';
import { tokensOf } from './kit/use-model-text.ts';
import { useRun, useTextRun } from './kit/use-text-run.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { WrittenText, writeOn } from './kit/written-text.tsx';
import { neuronsMessages as words } from './messages/neurons.ts';

const model = shippedModels['gpt2-toytown'];
const [places, kinds, shown, bars, wordsWritten] = [8, 6, 8, 8, 24];
const none: readonly Change[] = [];

const stateFields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  layer: { kind: 'number', label: words.layer, default: 2, minimum: 1, maximum: model.layers, step: 1 },
  neuron: { kind: 'number', label: words.neuron, default: 1, minimum: 1, maximum: model.hidden, step: 1 },
  set: { kind: 'flag', label: words.set, default: false },
  value: { kind: 'number', label: words.value, default: 6, minimum: -10, maximum: 30, step: 0.5 },
} as const;

const [scanChannel, plainChannel, textChannel] = ['neurons/scan', 'neurons/plain', 'neurons/text'];
const channels = ['neurons', scanChannel, plainChannel, textChannel];

export interface NeuronsProps extends WidgetProps {
  readonly text?: string;
  readonly layer?: number;
  readonly neuron?: number;
}

export default function Neurons({ number, title = words.title, text, layer, neuron }: NeuronsProps) {
  const fields = useMemo(
    () =>
      withDefaults(stateFields, {
        text,
        layer,
        neuron,
      }),
    [text, layer, neuron],
  );
  const handle = useFigureState('neurons', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const name = `blocks.${state.layer - 1}.mlp.post`;
  const changes = useMemo<readonly Change[]>(
    () =>
      state.set
        ? [{ kind: 'fill', name, places: [{ axis: 2, index: state.neuron - 1 }], value: state.value }]
        : none,
    [name, state.set, state.neuron, state.value],
  );
  const interventions = useInterventions(changes, (left) => set({ set: left.length > 0 }));
  const capture = useMemo(() => ['logits', name], [name]);
  const run = useTextRun({
    channel: 'neurons',
    model,
    text: state.text,
    wanted: live && seen,
    capture,
    interventions: changes,
  });
  const { key, tokenizer, result } = run;
  const plain = useRun(plainChannel, model.id, key, { capture }).result;

  const askScan = useMemo(
    () => (tokenizer ? (options: Options) => scanLayer(model, tokenizer, state.layer - 1, options) : null),
    [tokenizer, state.layer],
  );
  const scanned = useWork(scanChannel, askScan);
  const scan = scanned.result;
  const profile = useMemo(
    () => (scan ? profileOf(scan, state.neuron - 1, places, kinds) : null),
    [scan, state.neuron],
  );
  const picky = useMemo(() => (scan ? choosiest(scan, shown).map((index) => String(index + 1)) : []), [scan]);

  const end = tokenizer?.vocabulary.indexOf(tokenizer.begin ?? '') ?? -1;
  const askText = useMemo(
    () =>
      key === ''
        ? null
        : (options: Options) =>
            writeOn(
              { model, tokens: tokensOf(key), interventions: changes, stop: end, maximum: wordsWritten },
              options,
            ),
    [key, end, changes],
  );
  const written = useWork(textChannel, askText).result;

  const rows = useMemo(() => {
    const logits = lastLogits(result);
    return logits && tokenizer ? rowsOf(logits, tokenizer.vocabulary) : null;
  }, [result, tokenizer]);
  const plainRows = useMemo(() => {
    const logits = lastLogits(plain);
    return logits && tokenizer ? rowsOf(logits, tokenizer.vocabulary) : null;
  }, [plain, tokenizer]);
  const host = useChart(
    probabilityBars,
    useMemo(() => (rows ? { rows } : null), [rows]),
    {
      label: words.barsLabel,
      room: bars,
    },
  );

  const own = plain?.tensors[name]; // [1, seq, hidden]
  const hidden = own?.shape.at(-1) ?? 0;
  const most = profile?.most ?? 1;
  const given = run.words.slice(tokenizer && run.words[0] === tokenizer.begin ? 1 : 0);
  const frameState =
    run.frame.state !== 'ready' ? run.frame.state : scanned.problem ? 'error' : profile ? 'ready' : 'loading';

  return (
    <Figure
      root={root}
      widget="neurons"
      number={number}
      title={title}
      badge="trained"
      rubric={run.empty ? words.emptyRubric : words.rubric}
      handle={handle}
      {...run.frame}
      state={frameState}
      problem={run.frame.problem ?? scanned.problem}
      reads={
        profile && scan
          ? words.reads(
              state.layer,
              state.neuron,
              scan.words[profile.top[0]?.index ?? 0] ?? '',
              most,
              profile.awake,
            ) +
            (state.set && rows && plainRows
              ? words.readsSet(state.value, plainRows[0]?.token ?? '', rows[0]?.token ?? '')
              : '')
          : words.nothing
      }
      table={profile && scan ? contextTable(scan, profile, state.layer, state.neuron) : null}
      tensors={own ? [{ name: `layer-${state.layer}-post`, shape: own.shape, data: own.data }] : []}
      sources="neurons"
      outline={<BarsOutline rows={places} />}
      controls={
        <>
          <Segments
            field={{ label: words.layer, choices: numbersTo(model.layers) }}
            value={String(state.layer)}
            onChange={(choice) => set({ layer: Number(choice) })}
          />
          <Slider
            className="neuron-slider"
            field={fields.neuron}
            value={state.neuron}
            onChange={(value) => set({ neuron: value })}
          />
          {picky.length > 0 ? (
            <Segments
              field={{ label: words.picky, choices: picky }}
              value={String(state.neuron)}
              onChange={(choice) => set({ neuron: Number(choice) })}
            />
          ) : null}
        </>
      }
    >
      <div className="neurons-grid">
        <div>
          <p className="control-label">{words.contexts(storiesScanned)}</p>
          <ol className="neuron-contexts">
            {profile && scan
              ? profile.top.map(({ index, value }) => (
                  <Context
                    key={index}
                    scan={scan}
                    neuron={state.neuron - 1}
                    index={index}
                    value={value}
                    most={most}
                  />
                ))
              : null}
          </ol>
          <p className="control-label neuron-head">{words.byWord}</p>
          <ul className="neuron-words">
            {profile?.byWord.map(({ word, mean }) => (
              <li key={word}>
                <span className="token-chip">{word}</span> {formatValue(mean)}
              </li>
            ))}
          </ul>
          <p className="quiet-note">{profile ? words.share(profile.awake) : ''}</p>
        </div>
        <div>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed })}
            read={run.read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          <p className="control-label">{words.own}</p>
          <p className="neuron-line">
            {run.words.map((word, index) => (
              <Inked
                // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
                key={index}
                word={word}
                value={own?.data[index * hidden + state.neuron - 1] ?? 0}
                most={most}
                target={false}
              />
            ))}
          </p>
          <div className="neuron-setter">
            <Toggle field={fields.set} value={state.set} onChange={(value) => set({ set: value })} />
            <Slider
              field={fields.value}
              value={state.value}
              disabled={!state.set}
              onChange={(value) => set({ value })}
            />
          </div>
          <p className="control-label">
            {state.set ? `${words.bars}, ${words.byHand}` : `${words.bars}, ${words.asIs}`}
          </p>
          <div className="neuron-bars" ref={host} />
          <p className="control-label neuron-head">{words.writes}</p>
          <WrittenText
            label={state.set ? words.byHand : words.asIs}
            given={given}
            written={written?.map((id) => tokenizer?.vocabulary[id] ?? '') ?? null}
          />
          {state.set ? (
            <ChangedList
              interventions={interventions}
              difference={outputDifference(plain, result)}
              wordOf={(id) => tokenizer?.vocabulary[id] ?? ''}
            />
          ) : null}
        </div>
      </div>
    </Figure>
  );
}

const rowsOf = (logits: Float32Array, vocabulary: readonly string[]): ProbabilityRow[] =>
  candidates(logits, plainSampling)
    .slice(0, bars)
    .map(({ id, probability }) => ({
      token: vocabulary[id] ?? '',
      probability,
      beforeCut: probability,
      cut: false,
      chosen: false,
    }));
