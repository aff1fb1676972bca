/**
 * Who may see whom, painted by the reader, over a decoder or an encoder that was trained with another mask. The decoder foresees each
 * word from those that it may see; the encoder fills in each word hidden alone. Both say how many they still get right.
 */

import { useMemo, useRef } from 'react';
import { type Options, runtime } from '../runtime/client.ts';
import { barTable } from '../viz/bar-table.ts';
import { maskGrid } from '../viz/mask-grid.ts';
import { formatWeight } from '../viz/numbers.ts';
import { type Chip, tokenChips } from '../viz/token-chips.ts';
import { stateOf, together } from './kit/asked.ts';
import { Button, Segments } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { answersOf, type Reading, readings, scoreOf } from './kit/mask-readings.ts';
import { wordsOf } from './kit/masked-text.ts';
import { shippedModels } from './kit/models.ts';
import { MatrixOutline } from './kit/outlines.tsx';
import { paintedMask, patterns, sizeOfRows, squareOf } from './kit/painted-mask.ts';
import { TextInput } from './kit/text-input.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { type PaintedModel, maskPainterMessages as words } from './messages/mask-painter.ts';

const all: readonly PaintedModel[] = ['gpt2-toytown', 'bert-toytown'];
/** Those that ship. */
const models = all.filter((id) => id in shippedModels);
const longest = 28; // words: more squares could not be pressed
const channels = ['mask-painter', 'mask-painter/trained'];

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 1000 },
  model: { kind: 'choice', label: words.model, default: 'gpt2-toytown', choices: models },
  pattern: { kind: 'choice', label: words.pattern, default: 'causal', choices: patterns },
  flips: {
    kind: 'list',
    label: words.flips,
    default: [],
    minimum: 0,
    maximum: sizeOfRows ** 2 - 1,
    step: 1,
    shortest: 0,
    longest: 400,
  },
  cell: {
    kind: 'list',
    label: words.cell,
    default: [],
    minimum: 0,
    maximum: sizeOfRows - 1,
    step: 1,
    shortest: 0,
    longest: 2,
  },
} as const;

export default function MaskPainter({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('mask-painter', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { model, pattern, flips } = state;
  const text = useModelText({ id: model, context: longest + 1 }, state.text, live && seen);
  const { tokenizer, read, key } = text;
  const vocabulary = tokenizer?.vocabulary ?? null;
  const ids = useMemo(() => (key === '' ? [] : wordsOf(tokensOf(key))), [key]);
  const reading = useMemo(() => (ids.length > 0 ? readings[model](ids) : null), [model, ids]);
  const length = reading?.tokens.length ?? 0;
  const mask = useMemo(() => paintedMask(length, pattern, flips), [length, pattern, flips]);

  const ask = useMemo(() => {
    if (!reading) return null;
    const { rowAt: _, ...given } = reading;
    const request = { model, ...given, mask, capture: ['logits'] };
    return (options: Options) => runtime().run(request, options);
  }, [reading, model, mask]);
  const work = useWork('mask-painter', ask);
  const askTrained = useMemo(() => {
    if (!reading) return null;
    const { rowAt: _, ...given } = reading;
    return (options: Options) => runtime().run({ model, ...given, capture: ['logits'] }, options);
  }, [reading, model]);
  const plain = useWork('mask-painter/trained', askTrained);
  const painted = useMemo(
    () => (reading ? answersOf(work.result, ids, reading) : null),
    [reading, work.result, ids],
  );
  const trained = useMemo(
    () => (reading ? answersOf(plain.result, ids, reading) : null),
    [reading, plain.result, ids],
  );
  const scores = useMemo(
    () => (painted && trained ? { painted: scoreOf(painted, ids), trained: scoreOf(trained, ids) } : null),
    [painted, trained, ids],
  );

  const tokens = useMemo(
    () => (reading && vocabulary ? reading.tokens.map((_, at) => tokenAt(reading, ids, at, vocabulary)) : []),
    [reading, vocabulary, ids],
  );
  const [row = 0, column = 0] = state.cell;
  const grid = useMemo(
    () =>
      tokens.length > 0
        ? {
            tokens,
            allowed: mask.flat().map((open) => open === 1),
            chosen: row < tokens.length && column < tokens.length ? { row, column } : null,
          }
        : null,
    [tokens, mask, row, column],
  );
  const host = useChart(maskGrid, grid, {
    label: words.gridLabel,
    describe: (query: number, at: number) =>
      words.cellRead(tokens[query] ?? '', tokens[at] ?? '', mask[query]?.[at] === 1),
    onChoose: (query: number, at: number) => set({ cell: [query, at] }),
    onPaint: (query: number, at: number) => {
      const square = squareOf(query, at);
      const others = flips.filter((flip) => flip !== square);
      set({ cell: [query, at], flips: others.length < flips.length ? others : [...flips, square] });
    },
  });

  const chips = useMemo(() => {
    if (!painted || !vocabulary) return null;
    return {
      chips: ids.map((id, word): Chip => {
        const guess = painted[word]?.guess ?? -1;
        const own = vocabulary[id] ?? '';
        const right = guess === id;
        return {
          token: own,
          role: right ? 'plain' : 'unknown',
          note: words.found(own, vocabulary[guess] ?? '', right),
        };
      }),
    };
  }, [painted, vocabulary, ids]);
  const chipHost = useChart(tokenChips, chips, { label: words.wordsLabel });
  const scoreTable = useMemo(() => {
    if (!scores) return null;
    const line = (label: string, { right, loss }: { readonly right: number; readonly loss: number }) => ({
      label,
      amounts: [
        { value: right, text: words.right(right, ids.length) },
        { value: loss, text: words.nats(loss) },
      ],
    });
    return {
      columns: words.scoreColumns,
      rows: [line(words.trained, scores.trained), line(words.painted, scores.painted)],
    };
  }, [scores, ids.length]);
  const scoreHost = useChart(barTable, scoreTable, { label: words.scoreLabel });

  const empty = state.text.trim() === '' || (read !== null && ids.length === 0);
  const asked = together(text, work, plain);
  const figureState = stateOf({
    problem: asked.problem,
    wanted: live && seen && !empty,
    shown: scores || (work.result && plain.result),
  });
  return (
    <Figure
      root={root}
      widget="mask-painter"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={scores ? words.reads(model, scores.trained, scores.painted, ids.length) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={model}
      onRetry={asked.retry}
      milliseconds={work.result?.milliseconds ?? null}
      table={
        painted && trained && vocabulary
          ? {
              caption: words.tableCaption,
              columns: words.tableColumns,
              rows: ids.map((id, word) => [
                vocabulary[id] ?? '',
                vocabulary[painted[word]?.guess ?? -1] ?? '',
                formatWeight(painted[word]?.own ?? 0),
                formatWeight(trained[word]?.own ?? 0),
              ]),
            }
          : null
      }
      tensors={
        length > 0 ? [{ name: 'mask', shape: [length, length], data: Float32Array.from(mask.flat()) }] : []
      }
      sources="mask-painter"
      outline={<MatrixOutline />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(typed) => set({ text: typed, flips: [], cell: [] })}
            read={read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          <Segments
            field={fields.model}
            value={model}
            name={words.modelName}
            onChange={(choice) =>
              set({
                model: choice,
                flips: [],
                cell: [],
                pattern: choice === 'gpt2-toytown' ? 'causal' : 'full',
              })
            }
          />
          <Segments
            field={fields.pattern}
            value={pattern}
            name={words.patternName}
            onChange={(choice) => set({ pattern: choice, flips: [] })}
          />
        </>
      }
    >
      <div className="painter-grid">
        <div className="painter-host" data-tensor="mask" ref={host} />
        <div>
          <p className="control-label">{words.wordsTitle[model]}</p>
          <div className="fill-words" ref={chipHost} />
          <p className="control-label part-title">{words.scoreTitle}</p>
          <div className="two-rows" ref={scoreHost} />
          <p className="figure-note">
            {words.open(mask.flat().filter((open) => open === 1).length, length ** 2)}{' '}
            {model === 'gpt2-toytown' && pattern !== 'causal' ? words.futureNote : ''}
          </p>
          <div className="next-token-actions">
            <Button disabled={flips.length === 0} onPress={() => set({ flips: [] })}>
              {words.clear}
            </Button>
          </div>
        </div>
      </div>
    </Figure>
  );
}

/** What stands at a place of the mask: the word itself also where a reading hides it. */
function tokenAt(
  reading: Reading,
  ids: readonly number[],
  at: number,
  vocabulary: readonly string[],
): string {
  // The place of word i, in the decoder one after the row that foretells it.
  const shift = reading.others.length === 0 ? 1 : 0;
  const word = ids.findIndex((_, index) => reading.rowAt(index).position + shift === at);
  const id = word < 0 ? reading.tokens[at] : ids[word];
  return vocabulary[id ?? -1] ?? '';
}
