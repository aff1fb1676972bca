/** A stack drawn layer by layer, each a switch, beside what it keeps of the text and what is lost without it. */
import { hybridMessages as words } from '../messages/hybrid.ts';
import { dearestToken, type HybridReading, type Pass } from './hybrid-data.ts';
import { ShownAndSpoken } from './shown-and-spoken.tsx';

interface HybridStackProps {
  readonly mixers: readonly string[];
  readonly off: readonly number[];
  readonly onToggle: (layer: number) => void;
  readonly reading: HybridReading | null;
  /** Without those that are off; null: none is, or it is not there yet. */
  readonly changed: Pass | null;
  /** Bytes that each layer keeps: after the text, and after a long one. */
  readonly kept: readonly (readonly number[])[];
  readonly wordOf: (id: number) => string;
}

/** What a layer keeps, as a picture: a state is one box, a cache grows. */
function KeptMark({ mixer }: { readonly mixer: string }) {
  const boxes = mixer === 'attention' ? [0, 1, 2, 3, 4, 5] : [0];
  return (
    <svg className="hybrid-mark" aria-hidden="true" viewBox="0 0 50 12" width={50} height={12}>
      {boxes.map((box) => (
        <rect key={box} x={box * 8 + 0.75} y={0.75} width={boxes.length > 1 ? 5 : 10} height={10} />
      ))}
    </svg>
  );
}

export function HybridStack({ mixers, off, onToggle, reading, changed, kept, wordOf }: HybridStackProps) {
  const says = ({ says: { id, probability } }: Pass) => words.says(wordOf(id), probability);
  const dearest = (pass: Pass) => {
    if (!reading) return '';
    const { position, more } = dearestToken(pass, reading.plain);
    return more > 0.0005 ? words.dearest(wordOf(reading.tokens[position] ?? 0), more) : '';
  };
  const total = (at: number) => (kept[at] ?? []).reduce((sum, bytes) => sum + bytes, 0);
  return (
    <table className="sum-table is-wide hybrid-stack">
      <caption>{words.stack}</caption>
      <thead>
        <tr>
          {words.columns(reading?.tokens.length ?? 0).map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {mixers.map((mixer, layer) => {
          const isOff = off.includes(layer);
          const pass = reading?.alone[layer];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
            <tr key={layer}>
              <th scope="row">
                <button
                  type="button"
                  className={isOff ? 'head-button hybrid-layer is-off' : 'head-button hybrid-layer'}
                  aria-pressed={isOff}
                  onClick={() => onToggle(layer)}
                >
                  <ShownAndSpoken spoken={words.layerLabel(layer + 1, mixer, isOff)}>
                    <span className="head-button-name">{words.layer(layer + 1, mixer)}</span>
                    <KeptMark mixer={mixer} />
                  </ShownAndSpoken>
                </button>
              </th>
              <td>{pass && reading ? words.more(pass.loss - reading.plain.loss) : ''}</td>
              <td>{pass ? says(pass) : ''}</td>
              <td>{pass ? dearest(pass) : ''}</td>
              <td>{words.bytes(kept[0]?.[layer] ?? 0)}</td>
              <td>{words.bytes(kept[1]?.[layer] ?? 0)}</td>
            </tr>
          );
        })}
        <tr className="is-total">
          <th scope="row">{words.plain}</th>
          <td>{reading ? words.loss(reading.plain.loss) : ''}</td>
          <td>{reading ? says(reading.plain) : ''}</td>
          <td />
          <td>{words.bytes(total(0))}</td>
          <td>{words.bytes(total(1))}</td>
        </tr>
        <tr className="hybrid-changed">
          <th scope="row">{words.these}</th>
          <td>{changed ? words.loss(changed.loss) : ''}</td>
          <td>{changed ? says(changed) : ''}</td>
          <td>{changed ? dearest(changed) : ''}</td>
          <td />
          <td />
        </tr>
      </tbody>
    </table>
  );
}
