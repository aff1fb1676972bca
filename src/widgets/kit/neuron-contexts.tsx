/** Words in the ink of what a neuron gives on them, and the places at which it gives the most. */
import type { CSSProperties } from 'react';
import { formatValue } from '../../viz/numbers.ts';
import { neuronsMessages as words } from '../messages/neurons.ts';
import type { TableData } from './export.ts';
import type { NeuronProfile, NeuronScan } from './neuron-scan.ts';

/** Words shown before a place. */
const around = 7;

export interface ContextProps {
  readonly scan: NeuronScan;
  readonly neuron: number;
  readonly index: number;
  readonly value: number;
  readonly most: number;
}

/** The words before one and a few after it, each in the ink of what the neuron gives there. */
export function Context({ scan, neuron, index, value, most }: ContextProps) {
  const start = scan.starts[index] ?? 0;
  const from = Math.max(start, index - around);
  const line = scan.words
    .slice(from, index + 3)
    .map((word, offset) => ({ word, at: from + offset }))
    .filter(({ at }) => scan.starts[at] === start);
  return (
    <li>
      <span className="neuron-value">{formatValue(value)}</span>
      <span className="neuron-line">
        {line.map(({ word, at }) => (
          <Inked
            key={at}
            word={word}
            value={scan.values[at * scan.hidden + neuron] ?? 0}
            most={most}
            target={at === index}
          />
        ))}
      </span>
    </li>
  );
}

export interface InkedProps {
  readonly word: string;
  readonly value: number;
  readonly most: number;
  readonly target: boolean;
}

/** A word over a bar as high as what the neuron gives there. */
export function Inked({ word, value, most, target }: InkedProps) {
  const share = most > 0 ? Math.max(0, Math.min(1, value / most)) : 0;
  return (
    <span
      className={target ? 'inked is-target' : 'inked'}
      style={{ '--share': share } as CSSProperties}
      title={formatValue(value)}
    >
      {word}
    </span>
  );
}

export function contextTable(
  scan: NeuronScan,
  profile: NeuronProfile,
  layer: number,
  neuron: number,
): TableData {
  const within = (from: number, to: number, start: number) =>
    scan.words
      .slice(Math.max(0, from), to)
      .filter((_, offset) => scan.starts[Math.max(0, from) + offset] === start)
      .join(' ');
  return {
    caption: words.tableCaption(layer, neuron),
    columns: words.columns,
    rows: profile.top.map(({ index, value }) => {
      const start = scan.starts[index] ?? 0;
      return [
        formatValue(value),
        scan.words[index] ?? '',
        within(index - around, index, start),
        within(index + 1, index + 4, start),
      ];
    }),
  };
}
