/**
 * All heads of a model as switches: what the loss of a text rises by without each, what it is without any choice of them, and
 * what the model then writes, which a checker reads back.
 */

import { useMemo, useRef } from 'react';
import { meanOf } from '../models/statistics.ts';
import type { Options } from '../runtime/client.ts';
import { formatLoss, sequentialStep } from '../viz/numbers.ts';
import { ChangedList } from './kit/changed-list.tsx';
import { Button, HeadName } from './kit/controls.tsx';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { ablationsOf, costOfEachHead, type HeadCosts, headsOf } from './kit/head-ablation-data.ts';
import { shippedModels } from './kit/models.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { ShownAndSpoken } from './kit/shown-and-spoken.tsx';
import { TextInput } from './kit/text-input.tsx';
import { withDefaults } from './kit/url-state.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { outputDifference, useInterventions } from './kit/use-interventions.ts';
import { tokensOf } from './kit/use-model-text.ts';
import { useRun, useTextRun } from './kit/use-text-run.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { WrittenText, writeOn } from './kit/written-text.tsx';
import { headAblationMessages as words } from './messages/head-ablation.ts';

const model = shippedModels['gpt2-toytown'];
const count = model.layers * model.heads;
const layers = Array.from({ length: model.layers }, (_, layer) => layer);
const heads = Array.from({ length: model.heads }, (_, head) => head);
const capture = ['logits'];
const wordsWritten = 28;

const stateFields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  off: {
    kind: 'list',
    label: words.off,
    default: [],
    minimum: 0,
    maximum: count - 1,
    step: 1,
    shortest: 0,
    longest: count,
  },
} as const;

const eachChannel = 'head-ablation/each';
const plainRun = 'head-ablation/plain';
const plainText = 'head-ablation/plain-text';
const changedText = 'head-ablation/changed-text';
const channels = ['head-ablation', eachChannel, plainRun, plainText, changedText];

export interface HeadAblationProps extends WidgetProps {
  readonly text?: string;
}

export default function HeadAblation({ number, title = words.title, text }: HeadAblationProps) {
  const fields = useMemo(() => withDefaults(stateFields, { text }), [text]);
  const handle = useFigureState('head-ablation', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { off } = state;
  const ablations = useMemo(() => ablationsOf(off, model), [off]);
  const interventions = useInterventions(ablations, (changes) => set({ off: headsOf(changes, model) }));
  const run = useTextRun({
    channel: 'head-ablation',
    model,
    text: state.text,
    wanted: live && seen,
    capture,
    interventions: ablations,
    loss: true,
  });
  const { key, tokenizer, result } = run;
  const plainResult = useRun(plainRun, model.id, off.length === 0 ? '' : key, { capture }).result;

  const askEach = useMemo(
    () => (key === '' ? null : (options: Options) => costOfEachHead(model, tokensOf(key), options)),
    [key],
  );
  const costs = useWork(eachChannel, askEach).result;
  const end = tokenizer?.vocabulary.indexOf(tokenizer.begin ?? '') ?? -1;
  const askPlain = useMemo(
    () => (key === '' ? null : (options: Options) => writeOn(questionOf(key, end, []), options)),
    [key, end],
  );
  const askChanged = useMemo(
    () =>
      key === '' || off.length === 0
        ? null
        : (options: Options) => writeOn(questionOf(key, end, off), options),
    [key, off, end],
  );
  const plain = useWork(plainText, askPlain).result;
  const changed = useWork(changedText, askChanged).result;

  const loss = meanOf(result?.losses ?? []);
  const costOf = (index: number) => (costs ? (costs.alone[index] ?? 0) - costs.plain : null);
  const dearest = costs ? costs.alone.indexOf(Math.max(...costs.alone)) : 0;
  const most = costs ? Math.max(0.001, (costs.alone[dearest] ?? 0) - costs.plain) : 1;
  const toggle = (index: number) => {
    const [change] = ablationsOf([index], model);
    if (change) off.includes(index) ? interventions.remove(change) : interventions.add(change);
  };
  const given = run.words.slice(tokenizer && run.words[0] === tokenizer.begin ? 1 : 0);
  const written = (tokens: readonly number[] | null) =>
    tokens?.map((id) => tokenizer?.vocabulary[id] ?? '') ?? null;
  const settled = run.frame.state === 'ready' && !costs ? 'loading' : run.frame.state;

  return (
    <Figure
      root={root}
      widget="head-ablation"
      number={number}
      title={title}
      badge="trained"
      rubric={run.empty ? words.emptyRubric : words.rubric}
      handle={handle}
      {...run.frame}
      state={settled}
      reads={
        costs
          ? words.reads(
              off.length,
              costs.plain,
              loss,
              words.head(Math.floor(dearest / model.heads) + 1, (dearest % model.heads) + 1),
              costOf(dearest) ?? 0,
            )
          : words.nothing
      }
      table={costs ? tableOf(costs, off) : null}
      sources="head-ablation"
      outline={<BarsOutline rows={model.layers} />}
      controls={
        <TextInput
          field={fields.text}
          text={state.text}
          onChange={(typed) => set({ text: typed })}
          read={run.read}
          tokenizer={tokenizer}
          placeholder={words.placeholder}
        />
      }
    >
      <div className="ablation-grid">
        <div>
          <table className="head-switches">
            <tbody>
              {layers.map((layer) => (
                <tr key={layer}>
                  <th scope="row">{words.layer(layer + 1)}</th>
                  {heads.map((head) => {
                    const index = layer * model.heads + head;
                    const cost = costOf(index);
                    const isOff = off.includes(index);
                    return (
                      <td key={head}>
                        <button
                          type="button"
                          className={isOff ? 'head-button is-off' : 'head-button'}
                          aria-pressed={isOff}
                          onClick={() => toggle(index)}
                        >
                          <ShownAndSpoken spoken={words.headLabel(layer + 1, head + 1, cost, isOff)}>
                            <span className="head-button-name">
                              <HeadName head={head + 1} />
                            </span>
                            <span className="head-button-cost">{words.cost(cost)}</span>
                            <span
                              className={`head-button-bar seq-${sequentialStep(Math.max(0, cost ?? 0) / most)}`}
                              style={{ width: `${100 * Math.max(0, Math.min(1, (cost ?? 0) / most))}%` }}
                            />
                          </ShownAndSpoken>
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
          <p className="quiet-note">{words.costNote}</p>
        </div>
        <div>
          <div className="ablation-actions">
            <Button onPress={interventions.clear} disabled={off.length === 0}>
              {words.none}
            </Button>
            <Button onPress={() => set({ off: Array.from({ length: count }, (_, index) => index) })}>
              {words.all}
            </Button>
          </div>
          <table className="sum loss-sum">
            <tbody>
              <tr>
                <th scope="row">{words.loss}</th>
                <td>{costs ? formatLoss(costs.plain) : ''}</td>
              </tr>
              <tr>
                <th scope="row">{words.lossChanged}</th>
                <td>{off.length === 0 ? words.unchanged : result ? formatLoss(loss) : ''}</td>
              </tr>
              <tr>
                <th scope="row">{words.sumAlone}</th>
                <td>
                  {off.length === 0
                    ? words.unchanged
                    : words.cost(off.reduce((sum, index) => sum + (costOf(index) ?? 0), 0))}
                </td>
              </tr>
            </tbody>
          </table>
          <p className="control-label ablation-writes">{words.writes}</p>
          <WrittenText label={words.asTrained} given={given} written={written(plain)} />
          <WrittenText
            label={words.changed}
            given={given}
            written={off.length === 0 ? [] : written(changed)}
            none={words.unchanged}
          />
          <ChangedList
            interventions={interventions}
            difference={off.length === 0 ? null : outputDifference(plainResult, result)}
            wordOf={(id) => tokenizer?.vocabulary[id] ?? ''}
          />
        </div>
      </div>
    </Figure>
  );
}

const questionOf = (key: string, stop: number, off: readonly number[]) => ({
  model,
  tokens: tokensOf(key),
  interventions: ablationsOf(off, model),
  stop,
  maximum: wordsWritten,
});

function tableOf({ plain, alone }: HeadCosts, off: readonly number[]): TableData {
  return {
    caption: words.tableCaption,
    columns: words.columns,
    rows: alone.map((loss, index) => [
      Math.floor(index / model.heads) + 1,
      (index % model.heads) + 1,
      formatLoss(loss),
      formatLoss(loss - plain),
      off.includes(index) ? 'off' : 'on',
    ]),
  };
}
