/** What stands beside a state that is read token by token: how far it steps at each kind of token, and what the model then says. */
import { selectiveScanMessages as words } from '../messages/selective-scan.ts';
import { formatMeasured } from './claim-bars.tsx';
import { ColumnHeads } from './column-heads.tsx';
import type { Said, ScanModel, TokenKind } from './scan-models.ts';

export interface MeanStepsProps {
  readonly steps: readonly (readonly [kind: TokenKind, mean: number])[];
  /** The decay of the number of the state that is kept longest. */
  readonly slowest: number;
}

export function MeanSteps({ steps, slowest }: MeanStepsProps) {
  return (
    <>
      <p className="control-label">{words.meanDelta}</p>
      <table className="sum scan-means">
        <thead>
          <ColumnHeads columns={words.meanColumns} />
        </thead>
        <tbody>
          {steps.map(([kind, mean]) => (
            <tr key={kind}>
              <th scope="row">{words.kinds[kind]}</th>
              <td>{formatMeasured(mean)}</td>
              <td>{words.tokens(Math.LN2 / Math.max(1e-12, mean * slowest))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

export interface SaidTableProps {
  readonly task: ScanModel;
  readonly said: readonly Said[];
  readonly right: number | null;
  readonly wordOf: (token: number) => string;
}

export function SaidTable({ task, said, right, wordOf }: SaidTableProps) {
  return (
    <>
      <p className="control-label scan-head">{words.says}</p>
      <table className="scan-said">
        <tbody>
          {(['token', 'said'] as const).map((line) => (
            <tr key={line}>
              <th scope="row">{line === 'token' ? words.asked : words.said}</th>
              {said.map((one) => (
                <td key={one.position} className={one.said === one.token ? '' : 'is-wrong'}>
                  {wordOf(one[line])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <table className="sum loss-sum">
        <tbody>
          <tr>
            <th scope="row">{words.heldOut(task.texts)}</th>
            <td className="scan-right">{right === null ? '' : words.right(right)}</td>
          </tr>
        </tbody>
      </table>
    </>
  );
}
