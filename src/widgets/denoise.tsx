/**
 * The reader's text suffers one of BART's five noises or T5's span corruption; the model reads what is left and writes what it should
 * have been. The damage is done by the very code that training uses, from a seed.
 */

import { useMemo, useRef } from 'react';
import { type Chip, tokenChips } from '../viz/token-chips.ts';
import { together } from './kit/asked.ts';
import { Button, Segments } from './kit/controls.tsx';
import { damages, damageText, differing } from './kit/damage.ts';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { wordsOf } from './kit/masked-text.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { sourceOf, twoStackModels } from './kit/two-stacks.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWriter } from './kit/use-writer.ts';
import { denoiseMessages as words } from './messages/denoise.ts';

const channels = ['denoise', 'denoise/whole'];

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 2000 },
  damage: { kind: 'choice', label: words.damage, default: 'text infilling', choices: damages },
  seed: { kind: 'number', label: words.seed, default: 1, minimum: 0, maximum: 4294967295, step: 1 },
} as const;

export default function Denoise({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('denoise', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { damage, seed } = state;
  const spans = damage === 'span corruption';
  const model = spans ? twoStackModels['t5-toytown'] : twoStackModels['bart-toytown'];
  const text = useModelText({ id: model.id, context: model.context - 4 }, state.text, live && seen);
  const { tokenizer, read, key } = text;
  const vocabulary = tokenizer?.vocabulary ?? null;
  const damaged = useMemo(() => {
    const ids = key === '' ? [] : wordsOf(tokensOf(key));
    return vocabulary && ids.length > 1 ? damageText(damage, ids, seed, vocabulary) : null;
  }, [key, vocabulary, damage, seed]);
  const source = useMemo(
    () => (damaged && vocabulary ? sourceOf(model, vocabulary, damaged.read) : null),
    [damaged, vocabulary, model],
  );
  const writing = useWriter('denoise', { model, vocabulary, source, beams: 1 });
  const { written } = writing;
  const wanted = damaged?.wanted ?? [];
  const wrong = differing(written, wanted);

  const chipsOf = (ids: readonly number[], role: (at: number) => Pick<Chip, 'role' | 'note'>) => ({
    chips: ids.map((id, at): Chip => ({ token: vocabulary?.[id] ?? '', ...role(at) })),
  });
  const plain = (): Pick<Chip, 'role'> => ({ role: 'plain' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `chipsOf` changes with the vocabulary alone
  const readChips = useMemo(
    () =>
      damaged
        ? chipsOf(damaged.read, (at) => ({
            role: (vocabulary?.[damaged.read[at] ?? -1] ?? '').startsWith('<') ? 'next' : 'plain',
          }))
        : null,
    [damaged, vocabulary],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `chipsOf` changes with the vocabulary alone
  const wantedChips = useMemo(() => (damaged ? chipsOf(damaged.wanted, plain) : null), [damaged, vocabulary]);
  const answer = written.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `answer` says what was written
  const wroteChips = useMemo(
    () =>
      damaged && written.length > 0
        ? chipsOf(written, (at) =>
            written[at] === damaged.wanted[at]
              ? { role: 'plain' }
              : { role: 'unknown', note: words.difference(vocabulary?.[damaged.wanted[at] ?? -1] ?? '') },
          )
        : null,
    [damaged, answer, vocabulary],
  );
  const readHost = useChart(tokenChips, readChips, { label: words.read });
  const wantedHost = useChart(tokenChips, wantedChips, { label: words.wanted });
  const wroteHost = useChart(tokenChips, wroteChips, { label: words.wrote });

  const empty = state.text.trim() === '' || (read !== null && damaged === null);
  const asked = together(text, writing);
  const figureState: FigureState = asked.problem
    ? 'error'
    : !live || !seen || empty
      ? 'idle'
      : writing.done
        ? 'ready'
        : written.length > 0
          ? 'running'
          : 'loading';
  return (
    <Figure
      root={root}
      widget="denoise"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={
        damaged
          ? words.reads(damage, damaged.read.length, read?.tokens.length ?? 0, wrong, writing.done)
          : words.nothing
      }
      quiet={figureState === 'running'}
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={writing.milliseconds}
      seed={seed}
      table={
        damaged && writing.done
          ? {
              caption: words.tableCaption,
              columns: words.tableColumns,
              rows: Array.from({ length: Math.max(wanted.length, written.length) }, (_, at) => [
                at + 1,
                vocabulary?.[wanted[at] ?? -1] ?? '',
                vocabulary?.[written[at] ?? -1] ?? '',
              ]),
            }
          : null
      }
      sources="denoise"
      outline={<BarsOutline rows={6} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed })}
            read={read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          <Segments
            field={fields.damage}
            value={damage}
            name={words.damageName}
            onChange={(choice) => set({ damage: choice })}
          />
          <Button onPress={() => set({ seed: (seed + 1) % 4294967296 })}>{words.otherSeed}</Button>
        </>
      }
    >
      <p className="control-label">{words.read}</p>
      <div className="denoise-words" ref={readHost} />
      <p className="control-label part-title">{words.wrote}</p>
      <div className="denoise-words" ref={wroteHost} />
      <p className="generate-log">
        {writing.done
          ? `${words.score(wrong, Math.max(wanted.length, written.length))} ${
              writing.logProbability === null ? '' : words.logProbability(writing.logProbability)
            }`
          : ''}
      </p>
      <p className="control-label part-title">{words.wanted}</p>
      <div className="denoise-words" ref={wantedHost} />
      <p className="figure-note">{spans ? words.spanNote : ''}</p>
    </Figure>
  );
}
