/** The chosen cell of an attention map worked out: query, key, their product term by term, the scale, the softmax, the output. */
import { useMemo, useState } from 'react';
import { formatDecimals, formatValue, formatWeight, largestMagnitude } from '../../viz/numbers.ts';
import { productTerms } from '../../viz/product-terms.ts';
import { vectorStrip } from '../../viz/vector-strip.ts';
import { visibleToken } from '../../viz/visible-token.ts';
import { attentionMapMessages as words } from '../messages/attention-map.ts';
import { type CellArithmetic, type HeadView, heaviest } from './head-view.ts';
import { useChart } from './use-chart.ts';

export interface CellInspectorProps {
  readonly view: HeadView | null;
  readonly cell: CellArithmetic | null;
  readonly query: number;
  readonly keyIndex: number;
  readonly tokens: readonly string[];
  /** The number by which a reader counts the token. */
  readonly numberOf: (index: number) => number;
  readonly factor: number;
  readonly ablated: boolean;
}

export function Letter({
  letter,
  index,
  tensor,
}: {
  readonly letter: string;
  readonly index: number | string;
  readonly tensor: string;
}) {
  return (
    <span className={`symbol is-${tensor}-ink`}>
      {letter}
      <sub>{index}</sub>
    </span>
  );
}

const rampSteps = Array.from({ length: 11 }, (_, step) => step + 1);

export function CellInspector(props: CellInspectorProps) {
  const { view, cell, query, keyIndex, tokens, numberOf, factor, ablated } = props;
  const [marked, setMarked] = useState<number | null>(null);
  const most = cell ? largestMagnitude(cell.q, cell.k, cell.output) : 1;
  // Kept from one picture to the next: a strip is drawn when its numbers change.
  const drawn = useMemo(
    () =>
      cell
        ? {
            query: { values: cell.q, most, marked },
            key: { values: cell.k, most, marked },
            terms: { terms: cell.terms, marked },
            output: { values: cell.output, most, marked },
          }
        : null,
    [cell, most, marked],
  );
  const onMark = setMarked;
  const queryHost = useChart(vectorStrip, drawn?.query ?? null, { label: words.queryStrip, onMark });
  const keyHost = useChart(vectorStrip, drawn?.key ?? null, { label: words.keyStrip, onMark });
  const termsHost = useChart(productTerms, drawn?.terms ?? null, { label: words.termsLabel, onMark });
  const outputHost = useChart(vectorStrip, drawn?.output ?? null, { label: words.outputStrip, onMark });
  const [q, k] = [numberOf(query), numberOf(keyIndex)];
  const top = view ? heaviest(view, query).slice(0, 3) : [];

  return (
    <div className="inspector">
      <p className="inspector-title">
        <span className="token-chip is-query">{visibleToken(tokens[query] ?? '', 12)}</span>{' '}
        {words.looksAt(q)}{' '}
        <span className="token-chip is-key">{visibleToken(tokens[keyIndex] ?? '', 12)}</span> {words.word(k)}
      </p>
      <div className="strip-row">
        <Letter letter="q" index={q} tensor="query" />
        <div data-tensor="query" ref={queryHost} className="strip-host" />
      </div>
      <div className="strip-row">
        <Letter letter="k" index={k} tensor="key" />
        <div data-tensor="key" ref={keyHost} className="strip-host" />
      </div>
      <div className="strip-row">
        <span className="symbol">
          <span className="is-query-text">q</span> · <span className="is-key-text">k</span>
        </span>
        <div ref={termsHost} className="terms-host" />
      </div>
      <p className="dimension-read">
        {cell && marked !== null
          ? words.dimension(marked, cell.q[marked] ?? 0, cell.k[marked] ?? 0)
          : words.dimensionHint}
      </p>
      <table className="sum">
        <tbody>
          <tr data-tensor="scores">
            <th scope="row">
              <Letter letter="q" index={q} tensor="query" /> · <Letter letter="k" index={k} tensor="key" />
            </th>
            <td>{words.added(view?.headSize ?? 0)}</td>
            <td>{cell ? formatValue(cell.dot) : ''}</td>
          </tr>
          <tr data-tensor="head-size">
            <th scope="row">÷ √{view?.headSize ?? ''}</th>
            <td>{words.theScale(factor)}</td>
            <td>{cell ? formatValue(cell.score) : ''}</td>
          </tr>
          <tr data-tensor="pattern">
            <th scope="row">softmax</th>
            <td>{words.over(query + 1)}</td>
            <td>{cell ? formatWeight(cell.weight) : ''}</td>
          </tr>
        </tbody>
      </table>
      <p className="output-sum">
        <Letter letter="o" index={q} tensor="output" /> ={' '}
        {ablated
          ? '0'
          : top.map(({ key, weight }, index) => (
              <span key={key} className="output-term">
                {index > 0 ? ' + ' : ''}
                {formatDecimals(weight, 2)} <Letter letter="v" index={numberOf(key)} tensor="value" />
              </span>
            ))}
        {!ablated && query > 2 ? ' + …' : ''}
      </p>
      <div className="strip-row">
        <Letter letter="o" index={q} tensor="output" />
        <div data-tensor="output" ref={outputHost} className="strip-host" />
      </div>
      <div className="legend strip-legend" aria-hidden="true">
        <span>{formatValue(-most)}</span>
        <span className="legend-ramp">
          {rampSteps.map((step) => (
            <b key={step} className={`div-${step}`} />
          ))}
        </span>
        <span>{formatValue(most)}</span>
      </div>
    </div>
  );
}
