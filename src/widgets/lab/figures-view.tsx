/** The run that is looked at, at the step that is looked at, under the glass of the book's own figures. */
import { lazy, Suspense, useMemo, useState } from 'react';
import { type Tokenizer, tokenizerFromJSON } from '../../data/tokenizers/index.ts';
import type { ModelConfig } from '../../models/config.ts';
import { Toggle } from '../kit/controls.tsx';
import { type FigureModel, OtherModel } from '../kit/figure-model.ts';
import { labMessages as words } from '../messages/lab.ts';
import type { Looked } from './use-looked.ts';
import { usePrompt } from './use-prompt.ts';

const decodes = ({ stack }: ModelConfig) => stack === 'decoder';
/** As those figures count their tensors: one attention and one feed-forward network a layer, as many heads in each. */
const attends = ({ stack, layers }: ModelConfig) =>
  stack === 'decoder' && layers.every(({ mixer }) => mixer.kind === 'attention');
const plain = (config: ModelConfig) =>
  attends(config) && config.layers.every(({ channelMixer }) => channelMixer.kind === 'feed-forward');

/** Figure -> which models it can show. */
const figures = {
  'next-token': { fits: decodes, Figure: lazy(() => import('../next-token.tsx')) },
  'attention-map': { fits: attends, Figure: lazy(() => import('../attention-map.tsx')) },
  'head-grid': { fits: attends, Figure: lazy(() => import('../head-grid.tsx')) },
  'logit-lens': { fits: plain, Figure: lazy(() => import('../logit-lens.tsx')) },
} as const;
type FigureName = keyof typeof figures;
const names = Object.keys(figures) as FigureName[];

function figureModel(looked: Looked, tokenizer: Tokenizer, text: string | null): FigureModel {
  const { config, model, name, step, turn } = looked;
  const mixers = config.layers.map(({ mixer }) => mixer.kind);
  const first = config.layers.map(({ mixer }) => mixer).find((mixer) => mixer.kind === 'attention');
  return {
    id: `${name}/${step ?? ''}/${turn}`,
    choice: model,
    tokenizer,
    ...(text === null ? {} : { text }),
    stack: config.stack,
    layers: config.layers.length,
    encoderLayers: config.encoder?.layers.length ?? 0,
    mixers,
    heads: first?.heads ?? 0,
    keyValueHeads: first?.keyValueHeads ?? 0,
    headSize: first?.headSize ?? 0,
    width: config.width,
    hidden: 0,
    experts: 0,
    vocabulary: config.vocabulary,
    context: config.context,
    sourceContext: config.encoder?.context ?? 0,
  };
}

export function FiguresView({ looked }: { readonly looked: Looked }) {
  const [open, setOpen] = useState<ReadonlySet<FigureName>>(new Set());
  const tokenizer = useMemo(
    () => (looked.tokenizer === null ? null : tokenizerFromJSON(looked.tokenizer)),
    [looked.tokenizer],
  );
  const prompt = usePrompt(tokenizer, looked, '');
  // A mark alone is no text: the figures' own will do.
  const text = tokenizer && prompt && prompt.tokens.length > 1 ? tokenizer.decode(prompt.tokens) : null;
  const model = useMemo(
    () => (tokenizer === null ? null : figureModel(looked, tokenizer, text)),
    [looked, tokenizer, text],
  );
  const fitting = names.filter((name) => figures[name].fits(looked.config));
  if (model === null || fitting.length === 0) return null;
  return (
    <section className="lab-figures" aria-label={words.figures.title}>
      <h4>{words.figures.title}</h4>
      <p className="lab-note">{words.figures.says}</p>
      <div className="lab-figure-list">
        {fitting.map((name) => (
          <Toggle
            key={name}
            field={{ label: words.figures.names[name] }}
            value={open.has(name)}
            onChange={(on) =>
              setOpen((before) => new Set(on ? [...before, name] : [...before].filter((one) => one !== name)))
            }
          />
        ))}
      </div>
      <OtherModel value={model}>
        <Suspense fallback={null}>
          {fitting
            .filter((name) => open.has(name))
            .map((name) => {
              const { Figure } = figures[name];
              return <Figure key={name} title={`${words.figures.names[name]}: ${looked.name}`} />;
            })}
        </Suspense>
      </OtherModel>
    </section>
  );
}
