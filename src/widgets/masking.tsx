/**
 * Static and dynamic masking, and the rule of 80, 10 and 10: the reader's text as training would see it pass by pass; and what the
 * trained encoder, which was asked about words that it could see, makes of words that it can see.
 */

import { useMemo, useRef } from 'react';
import { softmax } from '../models/sampling.ts';
import { type Options, runtime } from '../runtime/client.ts';
import { formatWeight } from '../viz/numbers.ts';
import { type Chip, tokenChips } from '../viz/token-chips.ts';
import { stateOf, together } from './kit/asked.ts';
import { Button, Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { frameWords, wordsOf } from './kit/masked-text.ts';
import { hiddenMark, type Pass, passesOf } from './kit/masking-passes.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { best, rowOf } from './kit/rows-of.ts';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { type MaskingKind, maskingMessages as words } from './messages/masking.ts';

const model = { id: 'roberta-toytown', context: 60 } as const;
const channels = ['masking'];
const kinds: readonly MaskingKind[] = ['static', 'dynamic'];
const passCount = 6;

const share = { kind: 'number', minimum: 0, maximum: 100, step: 5 } as const;
const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 1000 },
  kind: { kind: 'choice', label: words.kind, default: 'static', choices: kinds },
  chosen: { ...share, label: words.chosen, default: 15, minimum: 5, maximum: 60 },
  masked: { ...share, label: words.masked, default: 80 },
  random: { ...share, label: words.random, default: 10 },
  seed: { kind: 'number', label: words.seed, default: 13, minimum: 0, maximum: 4294967295, step: 1 },
} as const;

/** One pass as a line of chips. */
function PassRow({
  pass,
  index,
  ids,
  vocabulary,
}: {
  readonly pass: Pass;
  readonly index: number;
  readonly ids: readonly number[];
  readonly vocabulary: readonly string[];
}) {
  const data = useMemo(
    () => ({
      chips: pass.tokens.map((id, at): Chip => {
        const token = vocabulary[id] ?? '';
        if (!pass.asked[at]) return { token, role: 'plain' };
        if (id === hiddenMark) return { token, role: 'next', note: words.asMask };
        if (id === ids[at]) return { token, role: 'query', note: words.asIs };
        return { token, role: 'chosen', note: words.asRandom(vocabulary[ids[at] ?? -1] ?? '') };
      }),
    }),
    [pass, ids, vocabulary],
  );
  const host = useChart(tokenChips, data, { label: words.passesLabel(index + 1) });
  return (
    <div className="masking-pass">
      <span className="control-label">{words.pass(index + 1)}</span>
      <div ref={host} />
    </div>
  );
}

export default function Masking({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('masking', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { kind, seed } = state;
  const text = useModelText(model, state.text, live && seen);
  const { tokenizer, read, key } = text;
  const vocabulary = tokenizer?.vocabulary ?? null;
  const ids = useMemo(() => (key === '' ? [] : wordsOf(tokensOf(key))), [key]);
  const random = Math.min(state.random, 100 - state.masked);
  const passes = useMemo(
    () =>
      ids.length === 0
        ? []
        : passesOf(
            ids,
            kind,
            { chosen: state.chosen / 100, masked: state.masked / 100, random: random / 100 },
            seed,
            passCount,
          ),
    [ids, kind, state.chosen, state.masked, random, seed],
  );
  const fates = useMemo(() => {
    const asked = passes.flatMap(({ tokens, asked: own }) =>
      tokens.flatMap((id, at) => (own[at] ? [{ id, truth: ids[at] }] : [])),
    );
    const masked = asked.filter(({ id }) => id === hiddenMark).length;
    const left = asked.filter(({ id, truth }) => id === truth).length;
    return { asked: asked.length, masked, left, random: asked.length - masked - left };
  }, [passes, ids]);
  const different = new Set(passes.map(({ asked }) => asked.join())).size;

  const frame = useMemo(() => (ids.length > 0 ? frameWords('roberta-toytown', ids) : null), [ids]);
  const ask = useMemo(() => {
    if (!frame) return null;
    const request = { model: model.id, tokens: frame.tokens, capture: ['logits'] };
    return (options: Options) => runtime().run(request, options);
  }, [frame]);
  const work = useWork('masking', ask);
  const { result } = work;
  const judged = useMemo(() => {
    const logits = result?.tensors.logits;
    if (!logits || !frame || result?.tokens.join() !== frame.tokens.join()) return null;
    return ids.map((id, word) => {
      const row = rowOf(logits, 0, frame.places[word] ?? 0);
      return { id, own: softmax(row)[id] ?? 0, rather: best(row) };
    });
  }, [result, frame, ids]);
  const readChips = useMemo(
    () =>
      judged && vocabulary
        ? {
            chips: judged.map(
              ({ id, own, rather }): Chip =>
                id === rather
                  ? { token: vocabulary[id] ?? '', role: 'plain', note: words.fine(own) }
                  : {
                      token: vocabulary[id] ?? '',
                      role: 'unknown',
                      note: words.rather(vocabulary[rather] ?? '', own),
                    },
            ),
          }
        : null,
    [judged, vocabulary],
  );
  const readHost = useChart(tokenChips, readChips, { label: words.readLabel });
  const doubted = (judged ?? [])
    .filter(({ id, rather }) => id !== rather)
    .map(({ id, rather }) => ({ word: vocabulary?.[id] ?? '', rather: vocabulary?.[rather] ?? '' }));

  const empty = state.text.trim() === '' || (read !== null && ids.length === 0);
  const asked = together(text, work);
  const figureState = stateOf({
    problem: asked.problem,
    wanted: live && seen && !empty,
    shown: judged || result,
  });
  return (
    <Figure
      root={root}
      widget="masking"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={judged ? words.reads(kind, different, passCount, doubted) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={result?.milliseconds ?? null}
      seed={seed}
      table={
        judged && vocabulary
          ? {
              caption: words.tableCaption,
              columns: words.tableColumns,
              rows: judged.map(({ id, own, rather }) => [
                vocabulary[id] ?? '',
                formatWeight(own),
                vocabulary[rather] ?? '',
              ]),
            }
          : null
      }
      sources="masking"
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
            field={fields.kind}
            value={kind}
            name={(choice) => words.kindName[choice]}
            onChange={(choice) => set({ kind: choice })}
          />
          <Button onPress={() => set({ seed: (seed + 1) % 4294967296 })}>{words.otherSeed}</Button>
          <div className="control wide cache-sliders">
            <Slider
              field={fields.chosen}
              value={state.chosen}
              format={words.percent}
              onChange={(value) => set({ chosen: value })}
            />
            <Slider
              field={fields.masked}
              value={state.masked}
              format={words.percent}
              onChange={(value) => set({ masked: value })}
            />
            <Slider
              field={{ ...fields.random, maximum: Math.max(5, 100 - state.masked) }}
              value={random}
              format={words.percent}
              onChange={(value) => set({ random: value })}
            />
          </div>
        </>
      }
    >
      <p className="control-label">{words.passesTitle}</p>
      <div className="masking-passes">
        {vocabulary
          ? passes.map((pass, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a pass is its number
              <PassRow key={index} pass={pass} index={index} ids={ids} vocabulary={vocabulary} />
            ))
          : null}
      </div>
      <p className="figure-note">
        {words.shares(fates.masked, fates.random, fates.left, fates.asked, passCount * ids.length)}
      </p>
      <p className="control-label part-title">{words.readTitle}</p>
      <div className="fill-words" data-tensor="logits" ref={readHost} />
    </Figure>
  );
}
