import { Children, isValidElement, type ReactNode, useId, useRef, useState } from 'react';
import { messages } from '../messages/index.ts';
import { useProgress } from '../reader/progress.ts';
import { useChapter } from './context.ts';
import { Solution } from './exercise.tsx';

interface PredictProps {
  /** Names the question within its chapter; the reader's choice is kept under it. */
  readonly id: string;
  readonly choices: readonly string[];
  /** The figure that shows what is true, such as `attention-map`. */
  readonly figure: string;
  /** `words`: choices are tokens and look like them. */
  readonly as?: 'tokens' | 'words';
  /** The question, and a `<Solution>` that is opened once the reader has chosen. */
  readonly children: ReactNode;
}

const words = messages.chapter;

/** A question that can be answered wrongly, asked before the figure that answers it. */
export function Predict({ id, choices, figure, as = 'words', children }: PredictProps) {
  const { path } = useChapter();
  const key = `${path}#${id}`;
  const chosen = useProgress((progress) => progress.answers[key]);
  const [reminded, setReminded] = useState(false);
  const root = useRef<HTMLElement>(null);
  const name = useId();
  const blocks = Children.toArray(children);
  const isSolution = (block: ReactNode) => isValidElement(block) && block.type === Solution;

  const run = () => {
    if (chosen === undefined) {
      setReminded(true);
      return;
    }
    root.current?.querySelector('details')?.setAttribute('open', '');
    const target = document.querySelector<HTMLElement>(`[data-widget="${CSS.escape(figure)}"]`);
    target?.scrollIntoView({ block: 'start' });
  };

  return (
    // No landmark: all of them would have one name.
    <section className="task" ref={root}>
      <p className="task-kind">
        {words.predict} <span>{words.predictWhen}</span>
      </p>
      {blocks.filter((block) => !isSolution(block))}
      <fieldset className={`choices is-${as}`}>
        <legend className="spoken">{words.predict}</legend>
        {choices.map((choice) => (
          <label key={choice} className={choice === chosen ? 'is-chosen' : ''}>
            <input
              type="radio"
              name={name}
              value={choice}
              checked={choice === chosen}
              onChange={() => {
                setReminded(false);
                useProgress.getState().answer(key, choice);
              }}
            />
            {choice}
          </label>
        ))}
      </fieldset>
      <p className="task-row needs-script">
        <button type="button" className="button" onClick={run}>
          {words.predictRun}
        </button>
        <span role="status">
          {reminded ? words.predictChoose : chosen === undefined ? '' : words.predictChosen(chosen)}
        </span>
      </p>
      {blocks.filter(isSolution)}
    </section>
  );
}
