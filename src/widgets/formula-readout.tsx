/** Under a formula: the shapes of its tensors in the figure at hand, and the chosen cell's numbers put in. */
import { useSyncExternalStore } from 'react';
import { formatWhole } from '../viz/numbers.ts';
import { highlight } from './highlight.ts';

export interface FormulaReadoutProps {
  /** The figure whose numbers are put in. */
  readonly figure: string;
}

const read = () => highlight.getState().facts;

export function FormulaReadout({ figure }: FormulaReadoutProps) {
  const facts = useSyncExternalStore(highlight.subscribe, read, read)[figure];
  return (
    <div className="formula-readout">
      <div className="formula-shapes">
        {facts?.shapes.map(({ symbol, letter, below, shape }) => (
          <span key={symbol}>
            <b data-symbol={symbol} className={`is-${symbol}`}>
              {letter}
              {below ? <sub>{below}</sub> : null}
            </b>{' '}
            {shape.map(formatWhole).join(' × ')}
          </span>
        ))}
      </div>
      <p className="formula-numbers">
        {facts ? (
          <>
            {facts.subject}:{' '}
            <span className="formula-sum">
              {facts.arithmetic} = <b>{facts.result}</b>
            </span>
          </>
        ) : null}
      </p>
    </div>
  );
}
