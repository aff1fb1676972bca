/** The list of what is changed in a model, each removable, and beside it what all of it does to the output. */
import { formatLoss, formatWeight } from '../../viz/numbers.ts';
import { changesMessages as words } from '../messages/changes.ts';
import { keyOf } from './changes.ts';
import { Button } from './controls.tsx';
import type { Interventions, OutputDifference } from './use-interventions.ts';

export interface ChangedListProps {
  readonly interventions: Interventions;
  readonly difference: OutputDifference | null;
  /** How a token reads. */
  readonly wordOf: (token: number) => string;
}

export function ChangedList({ interventions, difference, wordOf }: ChangedListProps) {
  const { list, remove, clear } = interventions;
  return (
    <div className="changed">
      <section className="changed-list" aria-label={words.title}>
        <p className="control-label">{words.title}</p>
        {list.length === 0 ? (
          <p className="changed-none">{words.none}</p>
        ) : (
          <ul>
            {list.map(({ change, text }) => (
              <li key={keyOf(change)}>
                <span>{text}</span>
                <button
                  type="button"
                  className="changed-remove"
                  aria-label={words.remove(text)}
                  onClick={() => remove(change)}
                >
                  ×
                </button>
              </li>
            ))}
          </ul>
        )}
        {list.length > 1 && <Button onPress={clear}>{words.clear}</Button>}
      </section>
      {list.length > 0 && difference !== null && (
        <table className="sum changed-difference" aria-label={words.difference}>
          <thead>
            <tr>
              <th scope="col">{words.difference}</th>
              <th scope="col">{words.trained}</th>
              <th scope="col">{words.changed}</th>
            </tr>
          </thead>
          <tbody>
            {difference.loss && (
              <tr>
                <th scope="row">{words.loss}</th>
                <td>{formatLoss(difference.loss.trained)}</td>
                <td>{formatLoss(difference.loss.changed)}</td>
              </tr>
            )}
            {difference.next.map(({ token, trained, changed }) => (
              <tr key={token}>
                <th scope="row">{words.next(wordOf(token))}</th>
                <td>{formatWeight(trained)}</td>
                <td>{formatWeight(changed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
