/** The family tree of the book: every architecture with its trained model, opened and asked in the tab. */

import { useMemo, useRef } from 'react';
import { candidates, plainSampling } from '../models/sampling.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { probabilityBars } from '../viz/probability-bars.ts';
import { stateOf, together } from './kit/asked.ts';
import type { TableData } from './kit/export.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { lastLogits } from './kit/last-logits.ts';
import { type ShippedModel, type ShippedModelId, shippedModels } from './kit/models.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useModelText } from './kit/use-model-text.ts';
import { useRun } from './kit/use-text-run.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { architectureMapMessages as words } from './messages/architecture-map.ts';

interface Node {
  readonly id: ShippedModelId;
  readonly name: string;
}

type FamilyId = keyof typeof words.families;

/** As the book goes through them. */
const tree: readonly { readonly family: FamilyId; readonly nodes: readonly Node[] }[] = [
  {
    family: 'decoders',
    nodes: [
      { id: 'gpt2-toytown', name: 'GPT-2' },
      { id: 'llama-toytown', name: 'LLaMA' },
      { id: 'mistral-toytown', name: 'Mistral' },
    ],
  },
  {
    family: 'encoders',
    nodes: [
      { id: 'bert-toytown', name: 'BERT' },
      { id: 'roberta-toytown', name: 'RoBERTa' },
    ],
  },
  {
    family: 'pairs',
    nodes: [
      { id: 't5-toytown', name: 'T5' },
      { id: 'bart-toytown', name: 'BART' },
    ],
  },
  {
    family: 'experts',
    nodes: [
      { id: 'switch-domains', name: 'Switch' },
      { id: 'mixtral-domains', name: 'Mixtral' },
    ],
  },
  {
    family: 'states',
    nodes: [
      { id: 'mamba-toytown', name: 'Mamba' },
      { id: 'hyena-toytown', name: 'Hyena' },
    ],
  },
];
const ids = tree.flatMap(({ nodes }) => nodes.map(({ id }) => id));
const table: Readonly<Record<string, ShippedModel>> = shippedModels;
const first = shippedModels['gpt2-toytown'];
const capture = ['logits'];
const barsShown = 6;
const [runChannel, loadChannel] = ['architecture-map', 'architecture-map/load'];
const channels = [runChannel, loadChannel];

const fields = {
  model: { kind: 'choice', label: words.chosen, default: 'gpt2-toytown', choices: ids },
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 500 },
} as const;

export default function ArchitectureMap({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('architecture-map', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const wanted = live && seen;
  const model = table[state.model] ?? first;
  const tells = model.stack === 'decoder' && model.id.endsWith('toytown');
  const askLoad = useMemo(
    () => (wanted ? (options: Options) => runtime().load({ model: model.id }, options) : null),
    [wanted, model.id],
  );
  const loaded = useWork(loadChannel, askLoad);
  // A model that does not tell stories is only opened; the words are then cut by the first one's tokenizer.
  const { tokenizer, read, key, problem, retry } = useModelText(tells ? model : first, state.text, wanted);
  const run = useRun(runChannel, model.id, tells ? key : '', { capture });

  const rows = useMemo(() => {
    const logits = run.result?.model === model.id ? lastLogits(run.result) : null;
    if (!tells || !logits || !tokenizer) return null;
    return candidates(logits, plainSampling)
      .slice(0, barsShown)
      .map(({ id, probability }) => ({
        token: tokenizer.vocabulary[id] ?? '',
        probability,
        beforeCut: probability,
        cut: false,
        chosen: false,
      }));
  }, [run.result, model.id, tells, tokenizer]);
  const host = useChart(
    probabilityBars,
    useMemo(() => (rows ? { rows } : null), [rows]),
    {
      label: words.barsLabel,
      room: barsShown,
    },
  );

  const info = loaded.result?.model === model.id ? loaded.result : null;
  const facts = info
    ? words.facts(model.layers, model.width, info.parameters, [...new Set(model.mixers)].join(' and '))
    : '';
  const asked = together({ problem, retry }, loaded, run);
  const name = tree.flatMap(({ nodes }) => nodes).find(({ id }) => id === model.id)?.name ?? model.id;
  const top = rows?.[0];

  return (
    <Figure
      root={root}
      widget="architecture-map"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={stateOf({ problem: asked.problem, wanted: wanted, shown: info && (!tells || rows) })}
      handle={handle}
      reads={
        top
          ? words.reads(name, read?.words.slice(1).join(' ') ?? '', top.token, top.probability)
          : info
            ? words.readsFacts(name, facts)
            : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={run.result?.milliseconds ?? null}
      table={tableOf()}
      sources="architecture-map"
      outline={<BarsOutline rows={5} />}
      controls={
        <TextInput
          field={fields.text}
          text={state.text}
          onChange={(text) => set({ text })}
          read={read}
          tokenizer={tokenizer}
          placeholder={words.placeholder}
        />
      }
    >
      <div className="family-grid">
        <ul className="family-tree">
          {tree.map(({ family, nodes }) => (
            <li key={family}>
              <p className="family-name">{words.families[family].name}</p>
              <p className="quiet-note">{words.families[family].note}</p>
              <p className="family-nodes">
                {nodes.map(({ id, name: node }) => (
                  <button
                    key={id}
                    type="button"
                    className={id === model.id ? 'button is-chosen' : 'button'}
                    aria-pressed={id === model.id}
                    onClick={() => set({ model: id })}
                  >
                    {node}
                  </button>
                ))}
              </p>
            </li>
          ))}
        </ul>
        <div>
          <p className="block-name">{name}</p>
          <p className="quiet-note">{facts}</p>
          <p className="control-label family-bars-title">
            {tells ? words.bars : model.stack === 'decoder' ? words.foreign : words.other}
          </p>
          <div className="family-bars" ref={host} />
        </div>
      </div>
    </Figure>
  );
}

function tableOf(): TableData {
  return {
    caption: words.tableCaption,
    columns: words.columns,
    rows: tree.flatMap(({ family, nodes }) =>
      nodes.map(({ id, name }) => [
        words.families[family].name,
        name,
        shippedModels[id].layers,
        shippedModels[id].width,
      ]),
    ),
  };
}
