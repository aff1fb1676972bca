/** Any text cut into pieces: by GPT-2's own list of merges, by pairs learned from the text itself, by characters, by words. */

import { useEffect, useMemo, useRef, useState } from 'react';
import { gpt2Merges, loadGpt2Ids, type PieceIds } from '../data/tokenizers/gpt2-pieces.ts';
import { formatDecimals, formatWhole } from '../viz/numbers.ts';
import { tokenChips } from '../viz/token-chips.ts';
import { visibleToken } from '../viz/visible-token.ts';
import { ColumnHeads } from './kit/column-heads.tsx';
import { Segments, Slider, TextField } from './kit/controls.tsx';
import type { TableData } from './kit/export.ts';
import { Figure, type FigureState, type WidgetProps } from './kit/figure.tsx';
import { BarsOutline } from './kit/outlines.tsx';
import {
  type Cut,
  characterCut,
  cuts,
  gpt2Cut,
  ownCut,
  type TextPiece,
  toytownCut,
  toytownKinds,
} from './kit/text-pieces.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { useVisible } from './kit/use-visible.ts';
import { tokenizerMessages as words } from './messages/tokenizer.ts';

/** Stops of the slider of GPT-2's merges. */
const mergeStops = [0, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, gpt2Merges] as const;
const channels: readonly string[] = [];
/** Of a longer text the first characters are cut: each key press cuts all of it four times. */
const longest = 2000;

const fields = {
  text: { kind: 'text', label: words.text, default: words.defaultText, maximum: longest },
  kind: { kind: 'choice', label: words.kind, default: 'gpt2', choices: cuts },
  merges: {
    kind: 'number',
    label: words.merges,
    default: mergeStops.length - 1,
    minimum: 0,
    maximum: mergeStops.length - 1,
    step: 1,
  },
  own: { kind: 'number', label: words.ownMerges, default: 20, minimum: 0, maximum: 200, step: 1 },
  piece: { kind: 'number', label: words.piece, default: -1, minimum: -1, maximum: 100_000, step: 1 },
} as const;

type Loaded = PieceIds | 'missing' | null;

function useGpt2Ids(wanted: boolean): { readonly ids: Loaded; retry(): void } {
  const [ids, setIds] = useState<Loaded>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    loadGpt2Ids().then(
      (loaded) => current && setIds(loaded),
      () => current && setIds('missing'),
    );
    return () => {
      current = false;
    };
  }, [wanted, attempt]);
  return {
    ids,
    retry() {
      setIds(null);
      setAttempt((before) => before + 1);
    },
  };
}

export default function Tokenizer({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('tokenizer', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { ids, retry } = useGpt2Ids(live && seen);
  const text = state.text.slice(0, longest);

  const all = useMemo(() => {
    if (ids === null) return null;
    const own = ownCut(text, state.own);
    const pieces: Readonly<Record<Cut, readonly TextPiece[]>> = {
      gpt2: ids === 'missing' ? [] : gpt2Cut(text, ids, mergeStops[state.merges] ?? gpt2Merges),
      own: own.pieces,
      characters: characterCut(text),
      toytown: toytownCut(text),
    };
    return { pieces, ownKinds: own.kinds };
  }, [ids, text, state.merges, state.own]);
  const pieces = all?.pieces[state.kind] ?? null;
  const chosen = state.piece >= 0 ? pieces?.[state.piece] : undefined;
  const data = useMemo(
    () =>
      pieces
        ? {
            chips: pieces.map((piece, index) => ({
              token: piece.text,
              role:
                piece.id === null
                  ? ('unknown' as const)
                  : index === state.piece
                    ? ('chosen' as const)
                    : ('plain' as const),
            })),
          }
        : null,
    [pieces, state.piece],
  );
  const host = useChart(tokenChips, data, {
    label: words.chipsLabel,
    onPress: (index: number) => set({ piece: index }),
  });

  const missing = ids === 'missing' && state.kind === 'gpt2';
  const figureState: FigureState = missing
    ? 'error'
    : !live || !seen || text === ''
      ? 'idle'
      : all
        ? 'ready'
        : 'loading';
  const longestPiece =
    pieces?.reduce((best, piece) => (piece.text.length > best.length ? piece.text : best), '') ?? '';
  const characters = [...text].length;
  const known: Readonly<Record<Cut, string>> = {
    gpt2: formatWhole(257 + (mergeStops[state.merges] ?? gpt2Merges)),
    own: formatWhole(all?.ownKinds ?? 0),
    characters: words.kindsKnown.characters,
    toytown: formatWhole(toytownKinds),
  };

  return (
    <Figure
      root={root}
      widget="tokenizer"
      number={number}
      title={title}
      badge="exact"
      rubric={text === '' ? words.emptyRubric : words.rubric}
      state={figureState}
      handle={handle}
      reads={
        pieces
          ? words.reads(words.kinds[state.kind], pieces.length, characters, visibleToken(longestPiece, 24))
          : words.nothing
      }
      problem={missing ? { code: 'offline', message: words.missing, advice: words.missingAdvice } : null}
      onRetry={retry}
      table={pieces ? tableOf(pieces) : null}
      sources="tokenizer"
      outline={<BarsOutline rows={4} />}
      controls={
        <>
          <div className="control wide">
            <TextField
              field={fields.text}
              value={state.text}
              onChange={(typed) => set({ text: typed, piece: -1 })}
            />
          </div>
          <Segments
            field={{ label: words.kind, choices: cuts }}
            value={state.kind}
            name={(choice) => words.kinds[choice]}
            onChange={(choice) => set({ kind: choice, piece: -1 })}
          />
          {state.kind === 'gpt2' ? (
            <Slider
              className="power-slider"
              field={fields.merges}
              value={state.merges}
              format={(value) => formatWhole(mergeStops[value] ?? gpt2Merges)}
              onChange={(value) => set({ merges: value, piece: -1 })}
            />
          ) : null}
          {state.kind === 'own' ? (
            <Slider
              className="power-slider"
              field={fields.own}
              value={state.own}
              onChange={(value) => set({ own: value, piece: -1 })}
            />
          ) : null}
        </>
      }
    >
      <div className="pieces-host" ref={host} />
      <div className="pieces-below">
        <div>
          <p className="control-label">{words.chosen}</p>
          {chosen ? (
            <p className="piece-facts">
              <span className="token-chip is-chosen">{visibleToken(chosen.text, 24)}</span>
              <span>{chosen.id === null ? words.unknown : words.id(chosen.id)}</span>
              <span>{words.bytes(chosen.hex)}</span>
              <span>{chosen.made}</span>
            </p>
          ) : (
            <p className="piece-facts">{words.noneChosen}</p>
          )}
          <p className="quiet-note">{words.noSeparator}</p>
        </div>
        <table className="sum pieces-count" aria-label={words.count}>
          <thead>
            <ColumnHeads columns={words.columns} />
          </thead>
          <tbody>
            {cuts.map((cut) => {
              const own = all?.pieces[cut] ?? [];
              const unknown = own.filter(({ id }) => id === null).length;
              return (
                <tr key={cut}>
                  <th scope="row">{words.kinds[cut]}</th>
                  <td>{`${formatWhole(own.length)}${words.unknownCount(unknown)}`}</td>
                  <td>{known[cut]}</td>
                  <td>{own.length === 0 ? '' : formatDecimals(characters / own.length, 1)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

const tableOf = (pieces: readonly TextPiece[]): TableData => ({
  caption: words.tableCaption,
  columns: words.tableColumns,
  rows: pieces.map(({ text, id, hex }, index) => [index + 1, visibleToken(text), id ?? '', hex]),
});
