/** A chapter's beats, fetched when somebody presents, and the tags that only they have. */
import type { MDXContent } from 'mdx/types';
import { Children, createContext, isValidElement, type ReactNode, useContext } from 'react';
import { Solution } from '../chapter/exercise.tsx';
import { mdxComponents } from '../mdx-components.tsx';
import { overlayMessages } from '../messages/overlays.ts';
import type { RoutePath } from '../routes.ts';
import { chapterFileOf } from '../written.ts';
import type { BeatFacts } from './beat.ts';
import type { StageAction, StageState } from './session.ts';

const files = import.meta.glob('../../../content/en/**/*.mdx', { query: '?beats' });

export interface Beats {
  readonly facts: readonly BeatFacts[];
  readonly Content: MDXContent;
}

export async function loadBeats(path: RoutePath): Promise<Beats> {
  const module = (await files[`../${chapterFileOf(path)}`]?.()) as
    | { readonly default: MDXContent; readonly beats: readonly BeatFacts[] }
    | undefined;
  if (module === undefined) throw new Error(`${path} has no beats`);
  return { facts: module.beats, Content: module.default };
}

interface Shown {
  readonly state: StageState;
  readonly act: (action: StageAction) => void;
  /** What of a beat: its words on the wall, or what the speaker says. */
  readonly part: 'wall' | 'notes';
}

const ShownContext = createContext<Shown | null>(null);

/** The words of the beat that is shown now. */
export function BeatWords({ beats, ...shown }: Shown & { readonly beats: Beats }) {
  return (
    <ShownContext value={shown}>
      <beats.Content components={components} />
    </ShownContext>
  );
}

function Beat({ index, children }: { readonly index: string; readonly children?: ReactNode }) {
  const shown = useContext(ShownContext);
  if (shown === null || Number(index) !== shown.state.beat) return null;
  const all = Children.toArray(children);
  const isNotes = (child: ReactNode) => isValidElement(child) && child.type === Notes;
  return shown.part === 'notes' ? all.filter(isNotes) : all.filter((child) => !isNotes(child));
}

const Notes = ({ children }: { readonly children?: ReactNode }) => <>{children}</>;

interface PollProps {
  readonly choices: readonly string[];
  readonly as?: 'tokens' | 'words';
  readonly children: ReactNode;
}

/** The room answers before the model does: hands are counted or only looked at, then the answer is shown. */
function Poll({ choices, as = 'words', children }: PollProps) {
  const shown = useContext(ShownContext);
  if (shown === null) return null;
  const { state, act } = shown;
  const hands = choices.map((_, index) => state.hands[state.beat]?.[index] ?? 0);
  const most = Math.max(1, ...hands);
  const blocks = Children.toArray(children);
  const solutions = blocks.filter(isSolution);
  return (
    <div className="poll">
      {blocks.filter((block) => !isSolution(block))}
      <ul className={`poll-choices is-${as}`}>
        {choices.map((choice, index) => (
          <li key={choice}>
            <label>
              <span className="poll-letter">{String.fromCharCode(65 + index)}</span>
              <span className="poll-choice">{choice}</span>
              <input
                className="poll-hands"
                inputMode="numeric"
                autoComplete="off"
                maxLength={4}
                aria-label={overlayMessages.stage.hands(choice)}
                value={hands[index] === 0 ? '' : hands[index]}
                placeholder="0"
                onChange={(event) => {
                  const typed = event.currentTarget.value;
                  if (/^\d{0,4}$/.test(typed)) act({ kind: 'hands', choice: index, hands: Number(typed) });
                }}
              />
            </label>
            <span className="poll-bar" style={{ width: `${(100 * (hands[index] ?? 0)) / most}%` }} />
          </li>
        ))}
      </ul>
      {state.revealed ? (
        <div className="poll-answer" role="status">
          {solutions.map((solution) =>
            isValidElement<{ children: ReactNode }>(solution) ? solution.props.children : null,
          )}
        </div>
      ) : null}
    </div>
  );
}

const isSolution = (block: ReactNode): boolean => isValidElement(block) && block.type === Solution;

const components = { ...mdxComponents, Beat, Notes, Poll } as typeof mdxComponents;
