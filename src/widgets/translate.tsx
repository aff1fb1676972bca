/**
 * An encoder-decoder at work: a source is read as a whole, an answer written word by word, and cross-attention drawn as threads from
 * each written word to what it looked at. Toytown's French, where adjectives follow their nouns; and English spelling into sounds; or
 * whatever a model of the reader's own has learned to write.
 */

import { useMemo, useRef } from 'react';
import { crossAttention } from '../viz/cross-attention.ts';
import { formatWeight } from '../viz/numbers.ts';
import { type Chip, tokenChips } from '../viz/token-chips.ts';
import { together } from './kit/asked.ts';
import { HeadName, Segments, Slider } from './kit/controls.tsx';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { useFigureModel } from './kit/figure-model.ts';
import { numbersTo } from './kit/models.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { ownTwoStacks, plainWords } from './kit/own-text.ts';
import { TextInput } from './kit/text-input.tsx';
import { sourceOf, type TwoStackModel, twoStackModels } from './kit/two-stacks.ts';
import { cellField, withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWriter } from './kit/use-writer.ts';
import { type Pair, translateMessages as words } from './messages/translate.ts';

const models = { french: twoStackModels['t5-toytown'], sounds: twoStackModels['t5-cmudict'] } as const;
const prefixes: Readonly<Record<Pair, string | null>> = { french: 'translate:', sounds: null };
const channels = ['translate', 'translate/whole'];
const pairs: readonly Pair[] = ['french', 'sounds'];

const stateFieldsOf = ({ layers, heads }: Pick<TwoStackModel, 'layers' | 'heads'>) =>
  ({
    pair: { kind: 'choice', label: words.pair, default: 'french', choices: pairs },
    sentence: { kind: 'text', label: words.sentence, default: words.defaultSentence, maximum: 1000 },
    word: { kind: 'text', label: words.word, default: words.defaultWord, maximum: 40 },
    beams: { kind: 'number', label: words.beams, default: 1, minimum: 1, maximum: 6, step: 1 },
    // 0: all, the mean.
    layer: { kind: 'number', label: words.layer, default: layers, minimum: 0, maximum: layers, step: 1 },
    head: { kind: 'number', label: words.head, default: 0, minimum: 0, maximum: heads, step: 1 },
    // [written word, source word]; empty: the last written word and what it looked at most.
    cell: cellField(words.cell, 127),
  }) as const;

const nullable = (number: number): number | null => (number === 0 ? null : number - 1);

function heaviest(weights: Float32Array, row: number, keys: number): number {
  const own = weights.subarray(row * keys, (row + 1) * keys);
  return own.indexOf(Math.max(...own));
}

export default function Translate({ number, title = words.title }: WidgetProps) {
  const given = useFigureModel(models.french.id);
  const own = useMemo(() => {
    const { config, tokenizer: spelled, id, choice } = given;
    const pairOf = config && spelled && ownTwoStacks(id, config, spelled.vocabulary);
    return pairOf ? { ...pairOf, choice } : null;
  }, [given]);
  const fields = useMemo(
    () => withDefaults(stateFieldsOf(own ?? models.french), { sentence: given.text }),
    [own, given.text],
  );
  const handle = useFigureState('translate', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const pair = own ? 'french' : state.pair;
  const model: TwoStackModel = own ?? models[pair];
  const layers = [words.all, ...numbersTo(model.layers)];
  const heads = [words.all, ...numbersTo(model.heads)];
  const typed = pair === 'french' ? state.sentence : state.word;
  const room = { id: model.id, context: model.context - 2, tokenizer: given.tokenizer };
  const text = useModelText(room, typed, live && seen);
  const { tokenizer, read, key } = text;
  const vocabulary = tokenizer?.vocabulary ?? null;
  const source = useMemo(() => {
    if (!vocabulary || key === '') return null;
    if (own) return sourceOf(own, vocabulary, plainWords(vocabulary, tokensOf(key)));
    const prefix = prefixes[pair];
    const before = prefix === null ? [] : [vocabulary.indexOf(prefix)];
    return sourceOf(model, vocabulary, [...before, ...tokensOf(key)]);
  }, [vocabulary, key, pair, model, own]);
  const writing = useWriter('translate', { model, vocabulary, source, beams: state.beams });
  const { written } = writing;
  const keys = writing.source.length;
  const weights = writing.weights(nullable(state.layer), nullable(state.head));
  const wordOf = (id: number | undefined) => vocabulary?.[id ?? -1] ?? '';
  const sources = writing.source.map(wordOf);
  const targets = written.map(wordOf);
  const [askedRow, askedColumn] = state.cell;
  const row = askedRow !== undefined && askedRow < written.length ? askedRow : written.length - 1;
  const most = weights && row >= 0 ? heaviest(weights, row, keys) : 0;
  const column = askedColumn !== undefined && row === askedRow && askedColumn < keys ? askedColumn : most;

  const thread = weights ? `${weights.join()} ${row} ${column}` : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the thread says when anything of it changes
  const data = useMemo(
    () =>
      weights && row >= 0 ? { source: sources, target: targets, weights, chosen: { row, column } } : null,
    [thread, key, pair],
  );
  const host = useChart(crossAttention, data, {
    label: words.mapLabel,
    describe: (target: number, at: number) =>
      words.cellRead(targets[target] ?? '', sources[at] ?? '', weights?.[target * keys + at] ?? 0),
    onChoose: (target: number, at: number) => set({ cell: [target, at] }),
  });
  const answer = targets.join(' ');
  const chips = useMemo(() => {
    if (answer === '') return null;
    return {
      chips: answer
        .split(' ')
        .map((token, index): Chip => ({ token, role: index === row ? 'chosen' : 'plain' })),
    };
  }, [answer, row]);
  const chipHost = useChart(tokenChips, chips, {
    label: words.answerLabel,
    onPress: (index: number) => set({ cell: [index] }),
  });

  const empty = typed.trim() === '' || (read !== null && read.tokens.length === 0);
  const asked = together(text, writing);
  const figureState: FigureState = asked.problem
    ? 'error'
    : !live || !seen || empty
      ? 'idle'
      : data === null
        ? 'loading'
        : writing.done
          ? 'ready'
          : 'running';
  return (
    <Figure
      root={root}
      widget="translate"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={
        data && weights
          ? words.reads(
              answer,
              targets[row] ?? '',
              sources[most] ?? '',
              weights[row * keys + most] ?? 0,
              writing.done,
            )
          : words.nothing
      }
      quiet={figureState === 'running'}
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={writing.milliseconds}
      table={
        weights
          ? {
              caption: words.tableCaption,
              columns: [words.written, ...sources],
              rows: targets.map((target, index) => [
                target,
                ...sources.map((_, at) => formatWeight(weights[index * keys + at] ?? 0)),
              ]),
            }
          : null
      }
      tensors={weights ? [{ name: 'cross_attention', shape: [written.length, keys], data: weights }] : []}
      sources="translate"
      outline={<BarsOutline rows={8} />}
      controls={
        <>
          {own ? null : (
            <Segments
              field={fields.pair}
              value={pair}
              name={words.pairName}
              onChange={(choice) => set({ pair: choice, cell: [] })}
            />
          )}
          <TextInput
            field={pair === 'french' ? fields.sentence : fields.word}
            text={typed}
            onChange={(next) =>
              set(pair === 'french' ? { sentence: next, cell: [] } : { word: next, cell: [] })
            }
            read={read}
            tokenizer={tokenizer}
            placeholder={pair === 'french' ? words.sentencePlaceholder : words.wordPlaceholder}
          />
          <Segments
            className="layer-control"
            field={{ label: words.layer, choices: layers }}
            value={layers[state.layer] ?? words.all}
            onChange={(choice) => set({ layer: layers.indexOf(choice) })}
          />
          <Segments
            className="head-control"
            field={{ label: words.head, choices: heads }}
            value={heads[state.head] ?? words.all}
            name={(choice) => (choice === words.all ? choice : <HeadName head={Number(choice)} />)}
            onChange={(choice) => set({ head: heads.indexOf(choice) })}
          />
          <Slider
            className="generate-slider"
            field={fields.beams}
            value={state.beams}
            onChange={(value) => set({ beams: value, cell: [] })}
          />
        </>
      }
    >
      <div className="threads-host" data-tensor="pattern" ref={host} />
      <p className="figure-note">{words.legend}</p>
      <p className="control-label part-title">{words.answerLabel}</p>
      <div className="answer-words" ref={chipHost} />
      <p className="generate-log">
        {writing.logProbability === null ? '' : words.logProbability(writing.logProbability)}
      </p>
      {writing.others.length > 1 ? (
        <>
          <p className="control-label">{words.othersTitle}</p>
          <ol className="answer-others">
            {writing.others.slice(1).map(({ tokens, logProbability }) => (
              <li key={tokens.join()}>
                <span>
                  {tokens
                    .map(wordOf)
                    .filter((word) => word !== model.end)
                    .join(' ')}
                </span>{' '}
                {words.logProbability(logProbability)}
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </Figure>
  );
}
