import { Children, type FormEvent, isValidElement, type ReactNode, useId, useState } from 'react';
import type { Grade } from '../../widgets/graders.ts';
import { messages } from '../messages/index.ts';
import { useProgress } from '../reader/progress.ts';
import { useChapter } from './context.ts';
import { readNumber } from './read-number.ts';

interface ExerciseProps {
  readonly id: string;
  /** From `build/numbering.ts`. */
  readonly number?: string;
  /** What the answer is called beside its field, such as `Scale`. */
  readonly label?: string;
  /** A number to be met within `tolerance`... */
  readonly answer?: number;
  readonly tolerance?: number;
  /** ... or the name of a grader that asks the live model (`widgets/graders.ts`). Without either the reader judges. */
  readonly grader?: string;
  /** The task, then `<Hint>`s and a `<Solution>`. */
  readonly children: ReactNode;
}

const words = messages.chapter;

export function Exercise({ id, number = '', label, answer, tolerance = 0, grader, children }: ExerciseProps) {
  const { path } = useChapter();
  const key = `${path}#${id}`;
  const kept = useProgress((progress) => progress.answers[key] ?? '');
  const [grade, setGrade] = useState<Grade | null>(null);
  const [busy, setBusy] = useState(false);
  const name = useId();
  const blocks = Children.toArray(children);
  const isHelp = (block: ReactNode) =>
    isValidElement(block) && (block.type === Hint || block.type === Solution);
  const how = grader !== undefined ? 'model' : answer !== undefined ? 'exact' : 'self';

  const check = async (event: FormEvent) => {
    event.preventDefault();
    const value = readNumber(kept);
    if (value === null) {
      setGrade({ right: false, says: words.unreadable });
      return;
    }
    if (grader === undefined) {
      setGrade({ right: Math.abs(value - (answer ?? Number.NaN)) <= tolerance, says: '' });
      return;
    }
    setBusy(true);
    try {
      // The list of all graders is of no use before somebody asks.
      const { graders } = await import('../../widgets/graders.ts');
      const load = graders[grader];
      if (load !== undefined) setGrade(await (await load()).default(value));
    } catch (error) {
      setGrade({ right: false, says: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className="task" id={id} aria-labelledby={`${name}-kind`}>
      <p className="task-kind" id={`${name}-kind`}>
        {words.exercise(number)} <span>{words.exerciseHow[how]}</span>
      </p>
      {blocks.filter((block) => !isHelp(block))}
      {how === 'self' ? null : (
        <form className="task-row needs-script" onSubmit={check}>
          <label>
            {label ?? words.yourAnswer}
            <input
              className="answer"
              inputMode="decimal"
              autoComplete="off"
              maxLength={24}
              value={kept}
              onChange={(event) => {
                setGrade(null);
                useProgress.getState().answer(key, event.currentTarget.value);
              }}
            />
          </label>
          <button type="submit" className="button is-quiet" disabled={busy}>
            {words.check}
          </button>
          <span role="status">
            {grade === null ? '' : `${grade.right ? words.right : words.wrong} ${grade.says}`.trim()}
          </span>
        </form>
      )}
      {blocks.filter(isHelp)}
    </section>
  );
}

/** Hints open one after the other: each appears when the one before it has been opened. */
export function Hint({ children }: { readonly children: ReactNode }) {
  return (
    <details className="hint">
      <summary>{words.hint}</summary>
      {children}
    </details>
  );
}

export function Solution({ children }: { readonly children: ReactNode }) {
  return (
    <details className="solution">
      <summary>{words.solution}</summary>
      {children}
    </details>
  );
}
