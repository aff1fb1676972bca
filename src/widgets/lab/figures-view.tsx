/** The run that is looked at, at the step that is looked at, under the glass of the book's own figures. */
import { Suspense, useMemo, useState } from 'react';
import { type Tokenizer, tokenizerFromJSON } from '../../data/tokenizers/index.ts';
import { Toggle } from '../kit/controls.tsx';
import { type FigureModel, OtherModel } from '../kit/figure-model.ts';
import { labMessages as words } from '../messages/lab.ts';
import { type BookFigureName, bookFigureNames, bookFigures, refusalOf } from './book-figures.ts';
import type { Looked } from './use-looked.ts';
import { usePrompt } from './use-prompt.ts';

function figureModel(looked: Looked, tokenizer: Tokenizer, text: string | null): FigureModel {
  const { config, model, name, step, turn } = looked;
  const mixers = config.layers.map(({ mixer }) => mixer.kind);
  const first = config.layers.map(({ mixer }) => mixer).find((mixer) => mixer.kind === 'attention');
  const channels = config.layers.map(({ channelMixer }) => channelMixer);
  const mixture = channels.find((channel) => channel.kind === 'mixture-of-experts');
  return {
    id: `${name}/${step ?? ''}/${turn}`,
    choice: model,
    config,
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
    hidden: channels.find((channel) => channel.kind !== 'none')?.hidden ?? 0,
    experts: mixture?.experts ?? 0,
    vocabulary: config.vocabulary,
    context: config.context,
    sourceContext: config.encoder?.context ?? 0,
  };
}

export function FiguresView({ looked }: { readonly looked: Looked }) {
  const [open, setOpen] = useState<ReadonlySet<BookFigureName>>(new Set());
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
  if (model === null || tokenizer === null) return null;
  const { config } = looked;
  const found = bookFigureNames.map((name) => ({
    name,
    refusal: refusalOf(name, { config, vocabulary: tokenizer.vocabulary }),
  }));
  const fitting = found.flatMap(({ name, refusal }) => (refusal === null ? [name] : []));
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
      {fitting.length === found.length ? null : (
        <details className="lab-refused">
          <summary>{words.figures.refused}</summary>
          <ul>
            {found.map(({ name, refusal }) =>
              refusal === null ? null : (
                <li key={name}>{words.figures.because(words.figures.names[name], refusal)}</li>
              ),
            )}
          </ul>
        </details>
      )}
      <OtherModel value={model}>
        <Suspense fallback={null}>
          {fitting
            .filter((name) => open.has(name))
            .map((name) => {
              const { Figure } = bookFigures[name];
              return <Figure key={name} title={`${words.figures.names[name]}: ${looked.name}`} />;
            })}
        </Suspense>
      </OtherModel>
    </section>
  );
}
