/**
 * What a decoder keeps of the text behind it: keys and values, counted by the same arithmetic for the tiny model and for models
 * of billions. Fewer key-value heads make a token cheaper; a window makes the sum stop growing.
 */
import { useMemo, useRef } from 'react';
import { barTable } from '../viz/bar-table.ts';
import { headGroups } from '../viz/head-groups.ts';
import { formatBytes, formatWhole } from '../viz/numbers.ts';
import { attentionIn, cacheConfigs, cacheCost, withCache } from './kit/cache-data.ts';
import { Segments, Slider } from './kit/controls.tsx';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { BarsOutline } from './kit/outlines.tsx';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { type CacheModel, kvCacheMessages as words } from './messages/kv-cache.ts';

const models: readonly CacheModel[] = ['gpt2-toytown', 'llama2-70b', 'mistral-7b'];
/** The window's slider counts in doublings; at its end there is none. */
const noWindow = 17;

const fields = {
  model: { kind: 'choice', label: words.model, default: 'llama2-70b', choices: models },
  // Query heads that share one key-value head, as a power of two.
  sharing: { kind: 'number', label: words.sharing, default: 3, minimum: 0, maximum: 6, step: 1 },
  window: { kind: 'number', label: words.window, default: noWindow, minimum: 2, maximum: noWindow, step: 1 },
  length: { kind: 'number', label: words.length, default: 12, minimum: 0, maximum: 17, step: 1 },
  bytes: { kind: 'choice', label: words.bytes, default: '2', choices: ['4', '2', '1'] },
} as const;

const publishedOf = (model: CacheModel) => {
  const { heads, keyValueHeads, window } = attentionIn(cacheConfigs[model]);
  return {
    sharing: Math.log2(heads / keyValueHeads),
    window: window === null ? noWindow : Math.log2(window),
    length: model === 'gpt2-toytown' ? 7 : 12,
  };
};

export default function KvCache({ number, title = words.title }: WidgetProps) {
  const handle = useFigureState('kv-cache', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { model } = state;
  const bytes = Number(state.bytes);
  const length = 2 ** state.length;
  const window = state.window === noWindow ? null : 2 ** state.window;

  const counted = useMemo(() => {
    const config = cacheConfigs[model];
    const { heads, keyValueHeads: published, headSize, window: publishedWindow } = attentionIn(config);
    const keyValueHeads = Math.max(1, heads / 2 ** state.sharing);
    const row = (label: string, own: number, ownWindow: number | null, chosen = false) => {
      const cost = cacheCost(withCache(config, { keyValueHeads: own, window: ownWindow }), length, bytes);
      return { label, own, ownWindow, chosen, cost };
    };
    const { rows } = words;
    const all = [
      row(rows.multiHead(heads), heads, null),
      row(rows.multiQuery, 1, null),
      ...(published === heads && publishedWindow === null
        ? []
        : [row(rows.published(published), published, publishedWindow)]),
      row(rows.yours(keyValueHeads), keyValueHeads, window, true),
    ];
    return { heads, headSize, keyValueHeads, layers: config.layers.length, all };
  }, [model, state.sharing, window, length, bytes]);
  const { heads, headSize, keyValueHeads, layers, all } = counted;
  const whole = all[0]?.cost;
  const yours = all.at(-1)?.cost;

  const groups = useMemo(() => (live ? { heads, keyValueHeads } : null), [live, heads, keyValueHeads]);
  const groupsHost = useChart(headGroups, groups, {
    label: words.headsLabel,
    queryLabel: words.queryHeads,
    keyValueLabel: words.keyValueHeads,
  });
  const bars = useMemo(
    () =>
      live
        ? {
            columns: words.columns(length),
            rows: all.map(({ label, chosen, cost }) => ({
              label,
              chosen,
              amounts: [cost.token, cost.total].map((value) => ({ value, text: formatBytes(value) })),
            })),
          }
        : null,
    [live, all, length],
  );
  const barsHost = useChart(barTable, bars, { label: words.barsLabel });

  return (
    <Figure
      root={root}
      widget="kv-cache"
      number={number}
      title={title}
      badge="exact"
      rubric={words.rubric}
      state={live ? 'ready' : 'idle'}
      handle={handle}
      reads={
        yours && whole
          ? words.reads(
              model,
              words.kinds(heads, keyValueHeads),
              yours.token,
              length,
              yours.total,
              window,
              whole.total / yours.total,
            )
          : ''
      }
      table={{
        caption: words.tableCaption,
        columns: words.tableColumns,
        rows: all.map(({ label, own, ownWindow, cost }) => [
          label,
          own,
          ownWindow === null ? words.none : ownWindow,
          cost.token,
          cost.total,
        ]),
      }}
      sources="kv-cache"
      outline={<BarsOutline rows={4} />}
      controls={
        <>
          <Segments
            field={fields.model}
            value={model}
            name={words.modelName}
            onChange={(choice) => set({ model: choice, ...publishedOf(choice) })}
          />
          <Segments
            field={fields.bytes}
            value={state.bytes}
            name={(choice) => words.bytesName[choice]}
            onChange={(choice) => set({ bytes: choice })}
          />
          <div className="control wide cache-sliders">
            <Slider
              field={{ ...fields.sharing, maximum: Math.log2(heads) }}
              value={Math.min(state.sharing, Math.log2(heads))}
              format={(value) => formatWhole(2 ** value)}
              onChange={(value) => set({ sharing: value })}
            />
            <Slider
              field={fields.window}
              value={state.window}
              format={(value) => (value === noWindow ? words.none : formatWhole(2 ** value))}
              onChange={(value) => set({ window: value })}
            />
            <Slider
              field={fields.length}
              value={state.length}
              format={(value) => formatWhole(2 ** value)}
              onChange={(value) => set({ length: value })}
            />
          </div>
        </>
      }
    >
      <div className="cache-heads" data-tensor="key" ref={groupsHost} />
      <div className="cache-bars" ref={barsHost} />
      <p className="cache-sum">
        <span className="control-label">{words.sumLabel}</span>
        {words.sum(layers, keyValueHeads, headSize, bytes, formatBytes(yours?.token ?? 0))}
        <span className="cache-units">{words.units}</span>
      </p>
    </Figure>
  );
}
