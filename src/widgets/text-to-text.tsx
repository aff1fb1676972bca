/** One T5-style model does three tasks; which, it is told in the first word. The rest of the text is the same for all three. */

import { useMemo, useRef } from 'react';
import { together } from './kit/asked.ts';
import { Examples } from './kit/examples.tsx';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { BarsOutline } from './kit/outlines.tsx';
import { TextInput } from './kit/text-input.tsx';
import { sourceOf, twoStackModels } from './kit/two-stacks.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf, useModelText } from './kit/use-model-text.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWriter } from './kit/use-writer.ts';
import { type Prefix, textToTextMessages as words } from './messages/text-to-text.ts';

const model = twoStackModels['t5-toytown'];
const prefixes: readonly Prefix[] = ['translate:', 'answer:', 'correct:'];
const channelOf = (prefix: Prefix) => `text-to-text/${prefix}`;
const channels = prefixes.flatMap((prefix) => [channelOf(prefix), `${channelOf(prefix)}/whole`]);

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: 1000 },
} as const;

export default function TextToText({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('text-to-text', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const text = useModelText({ id: model.id, context: model.context - 2 }, state.text, live && seen);
  const { tokenizer, read, key } = text;
  const vocabulary = tokenizer?.vocabulary ?? null;
  const sources = useMemo(
    () =>
      prefixes.map((prefix) =>
        vocabulary && key !== ''
          ? sourceOf(model, vocabulary, [vocabulary.indexOf(prefix), ...tokensOf(key)])
          : null,
      ),
    [vocabulary, key],
  );
  const question = (index: number) => ({ model, vocabulary, source: sources[index] ?? null, beams: 1 });
  // One hook a task: the tasks never change.
  const translating = useWriter(channelOf('translate:'), question(0));
  const answering = useWriter(channelOf('answer:'), question(1));
  const correcting = useWriter(channelOf('correct:'), question(2));
  const writings = [translating, answering, correcting];
  const answers = prefixes.map((prefix, index) => ({
    prefix,
    answer: (writings[index]?.written ?? []).map((id) => vocabulary?.[id] ?? '').join(' '),
    done: writings[index]?.done === true,
  }));

  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const asked = together(text, ...writings);
  const done = answers.every((answer) => answer.done);
  const figureState: FigureState = asked.problem
    ? 'error'
    : !live || !seen || empty
      ? 'idle'
      : done
        ? 'ready'
        : answers.some(({ answer }) => answer !== '')
          ? 'running'
          : 'loading';
  return (
    <Figure
      root={root}
      widget="text-to-text"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={done ? words.reads(answers) : words.nothing}
      problem={asked.problem}
      progress={asked.progress}
      model={model.id}
      onRetry={asked.retry}
      milliseconds={done ? writings.reduce((sum, { milliseconds }) => sum + (milliseconds ?? 0), 0) : null}
      table={
        empty
          ? null
          : {
              caption: words.tableCaption,
              columns: [words.prefix, words.answer],
              rows: answers.map(({ prefix, answer }) => [prefix, answer]),
            }
      }
      sources="text-to-text"
      outline={<BarsOutline rows={3} />}
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
          <Examples
            label={words.examplesLabel}
            examples={words.examples}
            onChoose={(example) => set({ text: example })}
          />
        </>
      }
    >
      <p className="control-label">{words.answersLabel}</p>
      <dl className="task-answers">
        {answers.map(({ prefix, answer, done: finished }) => (
          <div key={prefix} className="task-answer">
            <dt>{prefix}</dt>
            <dd>{answer === '' && !finished ? words.writing : answer}</dd>
          </div>
        ))}
      </dl>
    </Figure>
  );
}
