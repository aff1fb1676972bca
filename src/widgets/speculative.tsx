/** Speculative decoding with two live models: a small one drafts, a large one keeps what its own distribution allows. */

import { useMemo, useRef } from 'react';
import { type Options, runtime } from '../runtime/client.ts';
import { together } from './kit/asked.ts';
import { Button, Slider } from './kit/controls.tsx';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { shippedModels } from './kit/models.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { speculativeMessages as words } from './messages/speculative.ts';

const target = shippedModels['gpt2-toytown'];
const draft = 'draft-toytown';
const channels = ['speculative'];
const maximum = 40;

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  lookahead: { kind: 'number', label: words.lookahead, default: 4, minimum: 1, maximum: 8, step: 1 },
  temperature: { kind: 'number', label: words.temperature, default: 1, minimum: 0, maximum: 2, step: 0.1 },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
} as const;

export default function Speculative({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('speculative', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { tokenizer, read, key, problem, retry } = useModelText(target, state.text, live && seen);
  const { lookahead, temperature, seed } = state;
  const ask = useMemo(() => {
    if (key === '') return null;
    const request = {
      draft,
      target: target.id,
      tokens: tokensOf(key),
      lookahead,
      maximum,
      temperature,
      seed,
    };
    return (options: Options) => runtime().speculate(request, options);
  }, [key, lookahead, temperature, seed]);
  const work = useWork('speculative', ask);
  const { result } = work;
  const rounds = result?.rounds ?? [];
  const word = (id: number) => tokenizer?.vocabulary[id] ?? '';
  const kept = rounds.reduce((sum, { accepted }) => sum + accepted, 0);
  const drafted = rounds.reduce((sum, round) => sum + round.drafted.length, 0);
  const asked = together({ problem, retry }, work);
  const figureState: FigureState = asked.problem
    ? 'error'
    : !live || !seen || (read !== null && read.tokens.length === 0)
      ? 'idle'
      : result && tokenizer
        ? 'ready'
        : 'loading';

  return (
    <Figure
      root={root}
      widget="speculative"
      number={number}
      title={title}
      badge="trained"
      rubric={words.rubric}
      state={figureState}
      handle={handle}
      reads={result ? words.reads(kept + rounds.length, rounds.length, kept, drafted) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={target.id}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      seed={seed}
      table={{
        caption: words.tableCaption,
        columns: words.columns,
        rows: rounds.map((round, index) => [
          index + 1,
          round.drafted.map(word).join(' '),
          round.accepted,
          word(round.written),
        ]),
      }}
      sources="speculative"
      outline={<BarsOutline rows={8} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed })}
            read={read}
            tokenizer={tokenizer}
          />
          <Slider
            field={fields.lookahead}
            value={lookahead}
            onChange={(value) => set({ lookahead: value })}
          />
          <Slider
            field={fields.temperature}
            value={temperature}
            onChange={(value) => set({ temperature: value })}
          />
          <Button onPress={() => set({ seed: (seed + 1) % 4294967296 })}>{words.otherSeed}</Button>
        </>
      }
    >
      <ol className="speculative-rounds" aria-label={words.list}>
        {rounds.map((round, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: passes are told apart by their order alone
          <li key={index}>
            {round.drafted.slice(0, round.accepted).map((id, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same word may stand twice
              <span key={at} className="token-chip">
                {word(id)}
              </span>
            ))}
            {round.accepted < round.drafted.length ? (
              <span className="token-chip is-unknown">{word(round.drafted[round.accepted] ?? 0)}</span>
            ) : null}
            <span className="token-chip is-own">{word(round.written)}</span>
          </li>
        ))}
      </ol>
      <p className="legend">{words.legend}</p>
    </Figure>
  );
}
