/** A model on a reader's text, as it was trained and with the reader's changes. */
import { useMemo } from 'react';
import { type Options, type RunResult, runtime } from '../../runtime/client.ts';
import type { Change } from './changes.ts';
import type { FigureModel } from './figure-model.ts';
import { fits, operableProbes } from './operable.ts';
import { type OperatedText, operatedLength, putTo, roomForAll } from './operated-text.ts';
import { type ReadModelText, tokensOf, useModelText } from './use-model-text.ts';
import { useWork, type Work } from './use-work.ts';

export interface OperatedOptions {
  readonly model: FigureModel;
  readonly text: string;
  /** The text that changes may be taken from. */
  readonly other: string;
  readonly changed: readonly Change[];
  /** The page lives and the figure has been seen. */
  readonly wanted: boolean;
}

export interface Operated {
  readonly own: ReadModelText;
  readonly other: ReadModelText;
  readonly asked: OperatedText | null;
  /** As trained, with all that can be changed; null while the text's answer is on its way. */
  readonly plain: RunResult | null;
  /** The same with the changes; where there is none, or while it is on its way, as trained. */
  readonly changed: RunResult | null;
  /** The changes that the model and the text have a place for. */
  readonly applied: readonly Change[];
  readonly work: Work<unknown>;
}

/** An answer with its question, so that one that came late is told from one that fits. */
interface Answered<Question> {
  readonly question: Question;
  readonly run: RunResult;
}

type RunAsked = Parameters<ReturnType<typeof runtime>['run']>[0];

const answerTo =
  (question: RunAsked, more: Omit<RunAsked, 'model' | 'tokens'>) =>
  async (options: Options): Promise<Answered<RunAsked>> => ({
    question,
    run: await runtime().run({ ...question, ...more }, options),
  });

/** Two channels: `channel`, and `channel/plain`. */
export function useOperated(channel: string, options: OperatedOptions): Operated {
  const { model, text, changed: changes, wanted } = options;
  const reader = useMemo(
    () => ({ id: model.id, context: operatedLength(model), tokenizer: model.tokenizer }),
    [model],
  );
  const own = useModelText(reader, text, wanted);
  const other = useModelText(reader, options.other, wanted);
  const vocabulary = own.tokenizer?.vocabulary;
  const asked = useMemo(
    () => (vocabulary && own.key !== '' ? putTo(model, vocabulary, tokensOf(own.key)) : null),
    [model, vocabulary, own.key],
  );
  const lender = useMemo(
    () =>
      vocabulary && other.key !== '' ? (putTo(model, vocabulary, tokensOf(other.key))?.text ?? null) : null,
    [model, vocabulary, other.key],
  );

  const question = useMemo(
    (): RunAsked | null =>
      asked && {
        model: model.choice,
        ...asked.text,
        capture: ['logits', ...operableProbes],
        loss: model.stack === 'decoder',
        ...roomForAll(model),
      },
    [asked, model],
  );
  const askPlain = useMemo(() => question && answerTo(question, { capture: question.capture }), [question]);
  const plainWork = useWork(`${channel}/plain`, askPlain);
  const plain = plainWork.result?.question === question ? (plainWork.result?.run ?? null) : null;

  const applied = useMemo(
    () =>
      plain
        ? changes.filter(({ kind, ...at }) => fits(at, plain.tensors) && (kind !== 'borrow' || lender))
        : [],
    [changes, plain, lender],
  );
  const askChanged = useMemo(() => {
    if (!question || applied.length === 0) return null;
    const { capture } = question;
    return answerTo(question, { capture, interventions: applied, ...(lender ? { lender } : {}) });
  }, [question, applied, lender]);
  const changedWork = useWork(channel, askChanged);
  const answered = changedWork.result?.question === question ? (changedWork.result?.run ?? null) : null;
  const changed = applied.length > 0 ? (answered ?? plain) : plain;

  const problem = own.problem ?? plainWork.problem ?? (applied.length > 0 ? changedWork.problem : null);
  const work = {
    result: plain,
    problem,
    progress: plainWork.progress ?? changedWork.progress,
    retry: () => {
      for (const one of [own, other, plainWork, changedWork]) one.retry();
    },
  };
  return { own, other, asked, plain, changed, applied, work };
}
