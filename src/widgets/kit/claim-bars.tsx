/** What a recorded experiment measured, beside its bars and the paper's own finding. */
import { formatDecimals, formatTick, formatWhole } from '../../viz/numbers.ts';
import { claimMessages as words } from '../messages/claims.ts';
import { ColumnHeads } from './column-heads.tsx';
import { type Claim, holds, type LoadedClaim } from './use-claim.ts';

type Bar = Claim['bars'][number];

/** Three digits that count; what is beyond all counting, or next to nothing, as a power of ten. */
export function formatMeasured(value: number | null): string {
  if (value === null) return '';
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return formatTick(value);
  if (size >= 1000) return formatWhole(Math.round(value));
  return formatDecimals(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** What these bars measured, in one sentence. */
export function readBars(bars: readonly Pick<Bar, 'what' | 'measured'>[]): string {
  const names = bars.map(({ what }) => what.split(', '));
  const [first = []] = names;
  // The words before the first comma, and on, as far as all bars share them; each keeps words of its own.
  const most = Math.max(0, Math.min(...names.map(({ length }) => length)) - 1);
  const differs = first.findIndex((part, at) => names.some((name) => name[at] !== part));
  const shared = bars.length < 2 ? 0 : Math.min(most, differs);
  return words.readsRecorded(
    shared === 0 ? null : first.slice(0, shared).join(', '),
    bars.map(({ measured }, at) => [names[at]?.slice(shared).join(', ') ?? '', formatMeasured(measured)]),
  );
}

function barText({ unit, atMost, atLeast }: Bar): string {
  const own = (value: number) => `${formatMeasured(value)}${unit === '' ? '' : ` ${unit}`}`;
  return [
    atLeast === null ? '' : words.atLeast(own(atLeast)),
    atMost === null ? '' : words.atMost(own(atMost)),
  ]
    .filter((text) => text !== '')
    .join(', ');
}

export interface ClaimBarsProps {
  readonly loaded: LoadedClaim;
  /** The paper's finding with its number, in a sentence. */
  readonly paper: string;
  /** Those of the view that is drawn; all of the record where it is left out. */
  readonly bars?: Claim['bars'];
}

export function ClaimBars({ loaded, paper, bars }: ClaimBarsProps) {
  const claim = loaded.state === 'ready' ? loaded.claim : null;
  return (
    <div className="claim-bars">
      <div>
        <p className="control-label">{words.paper}</p>
        <p className="claim-text">{paper}</p>
        <p className="control-label">{words.here}</p>
        <p className="claim-text">
          {claim ? claim.setting : loaded.state === 'none' ? words.none : words.loading}
        </p>
      </div>
      {claim ? (
        <div>
          <table className="sum claim-table">
            <thead>
              <ColumnHeads columns={words.barColumns} />
            </thead>
            <tbody>
              {(bars ?? claim.bars).map((bar) => (
                <tr key={bar.what}>
                  <th scope="row">{bar.what}</th>
                  <td>{`${formatMeasured(bar.measured)} ${bar.unit}`.trim()}</td>
                  <td>{barText(bar)}</td>
                  <td>{words.holds[String(holds(bar)) as keyof typeof words.holds]}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="quiet-note">
            {words.recorded(claim.date, claim.seed, claim.steps)} {words.command}:{' '}
            <code>{claim.command}</code>
          </p>
        </div>
      ) : null}
    </div>
  );
}
