/** Every run in a row: how it stands, whether it is drawn, and which one is looked at. */
import { formatDecimals, formatLoss, formatWhole } from '../../viz/numbers.ts';
import { labMessages as words } from '../messages/lab.ts';
import { lastStep } from './run-record.ts';
import type { LabRun } from './runs.ts';
import { accuracyOf, floorOf, letterOf, recentLoss } from './series.ts';

interface RunTableProps {
  readonly runs: readonly LabRun[];
  readonly chosen: string | null;
  readonly hidden: ReadonlySet<string>;
  readonly onChoose: (id: string) => void;
  readonly onShow: (id: string, shown: boolean) => void;
}

export function RunTable({ runs, chosen, hidden, onChoose, onShow }: RunTableProps) {
  return (
    <div className="table-scroll">
      <table className="lab-table">
        <thead>
          <tr>
            {words.columns.map((column) => (
              <th key={column} scope="col">
                {column === '' ? <span className="spoken">{words.measure}</span> : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map(({ record, status }, index) => {
            const { id, name, parameters, heldOut } = record;
            const letter = letterOf(index);
            const loss = recentLoss(record);
            const floor = floorOf(record);
            const last = heldOut.at(-1);
            const right = last ? accuracyOf(last.accuracy) : null;
            return (
              <tr
                key={id}
                className={id === chosen ? 'is-chosen' : ''}
                data-run={letter}
                data-status={status}
              >
                <td>
                  <input
                    type="checkbox"
                    aria-label={words.show(`${letter} ${name}`)}
                    checked={!hidden.has(id)}
                    onChange={(event) => onShow(id, event.currentTarget.checked)}
                  />
                </td>
                <th scope="row">
                  <button
                    type="button"
                    className="lab-run-name"
                    aria-pressed={id === chosen}
                    onClick={() => onChoose(id)}
                  >
                    <b>{letter}</b> {name} <i>{words.status[status]}</i>
                  </button>
                </th>
                <td>{formatWhole(parameters)}</td>
                <td>{formatWhole(lastStep(record))}</td>
                <td data-loss={loss ?? ''}>{loss === null ? '' : formatLoss(loss)}</td>
                <td>{loss === null || floor === null ? '' : `+${formatLoss(Math.max(0, loss - floor))}`}</td>
                <td>{last ? formatLoss(last.loss) : ''}</td>
                <td>{right === null ? '' : `${formatDecimals(100 * right, 1)} %`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
