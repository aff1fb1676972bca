/**
 * A trained router on the reader's text: where each token goes and how full the experts get; and on held-out texts of four kinds,
 * who works on what, how many are turned away at a capacity, and what that costs.
 */

import { useMemo, useRef, useState } from 'react';
import { meanOf } from '../models/statistics.ts';
import { type Options, type RunResult, runtime } from '../runtime/client.ts';
import { expertLoad } from '../viz/expert-load.ts';
import { formatExact, formatLoss } from '../viz/numbers.ts';
import { routerFlow } from '../viz/router-flow.ts';
import { stateOf, together } from './kit/asked.ts';
import { Button, Segments, Slider } from './kit/controls.tsx';
import { domainReading, type ExpertShares, lossByDomain, sharesOf } from './kit/domain-data.ts';
import { type DomainKind, domainKinds, domainLength, domainTexts } from './kit/domain-texts.ts';
import { expertModel, expertModelIds, ownExperts } from './kit/expert-models.ts';
import { Figure, type WidgetProps } from './kit/figure.tsx';
import { useFigureModel } from './kit/figure-model.ts';
import { readText } from './kit/model-text.ts';
import { numbersTo } from './kit/models.ts';
import { BarsOutline } from './kit/outlines.tsx';
import { countsOf, routesOf, tensorOf } from './kit/routes.ts';
import { TextInput } from './kit/text-input.tsx';
import { snap, withDefaults } from './kit/url-state.ts';
import { useChart } from './kit/use-chart.ts';
import { useFigureState } from './kit/use-figure-state.ts';
import { tokensOf } from './kit/use-model-text.ts';
import { useTokenizerOf } from './kit/use-tokenizer.ts';
import { useVisible } from './kit/use-visible.ts';
import { useWork } from './kit/use-work.ts';
import { domainNames, expertModelName, routerMessages as words } from './messages/router.ts';

/** At this end of the slider every expert takes all that come. */
const noLimit = 2.25;
const [textChannel, loadChannel, allChannel] = ['router', 'router/load', 'router/all'];
const channels = [textChannel, loadChannel, allChannel];
const held = domainKinds.reduce((sum, kind) => sum + domainTexts[kind].length, 0);

const stateFields = {
  text: { kind: 'text', label: words.text, default: words.starts.english, maximum: 2000 },
  model: {
    kind: 'choice',
    label: words.model,
    default: expertModelIds[0] ?? '',
    choices: expertModelIds,
  },
  layer: { kind: 'number', label: words.layer, default: 2, minimum: 1, maximum: 64, step: 1 },
  capacity: {
    kind: 'number',
    label: words.capacity,
    default: 1.25,
    minimum: 0.25,
    maximum: noLimit,
    step: 0.25,
  },
} as const;

type Place = { readonly row: number; readonly column: number };

export default function Router({ number, title = words.title }: WidgetProps) {
  const given = useFigureModel('switch-domains');
  const own = useMemo(() => ownExperts(given), [given]);
  const fields = useMemo(
    () =>
      own
        ? withDefaults(stateFields, {
            text: given.text,
            layer: own.layers.at(-1),
            capacity: own.capacityFactor === null ? noLimit : snap(stateFields.capacity, own.capacityFactor),
          })
        : stateFields,
    [own, given.text],
  );
  const handle = useFigureState('router', fields);
  const { state, live, set } = handle;
  const root = useRef<HTMLElement | null>(null);
  const { seen } = useVisible(root, channels);
  const { choice, shipped, chosen, renormalized, layers } = own ?? expertModel(state.model);
  const { experts } = shipped;
  const layer = layers.includes(state.layer) ? state.layer : (layers.at(-1) ?? 1);
  const capacityFactor = state.capacity === noLimit ? null : state.capacity;
  const moe = `blocks.${layer - 1}.moe`;
  const { tokenizer, problem, retry } = useTokenizerOf(own ? given : shipped, live && seen);
  // A text of another kind begins with the mark of its kind, and not with that of a story.
  const read = useMemo(() => {
    if (!tokenizer) return null;
    const begin = /^\s*</.test(state.text) ? null : tokenizer.begin;
    return readText({ ...tokenizer, begin }, state.text, shipped.context);
  }, [tokenizer, state.text, shipped.context]);
  const key = read?.tokens.join(',') ?? '';

  const ask = useMemo(() => {
    if (key === '') return null;
    const capture = ['router_probs', 'expert_index', 'dropped'].map((name) => `${moe}.${name}`);
    const request = { model: choice, tokens: tokensOf(key), capture, choices: { capacityFactor } };
    return (options: Options) => runtime().run(request, options);
  }, [key, choice, moe, capacityFactor]);
  const askLoad = useMemo(() => {
    // The held-out texts of four kinds are in the words of the models that ship.
    if (!tokenizer || own) return null;
    const capture = ['expert_index', 'dropped'].map((name) => `${moe}.${name}`);
    const request = { model: shipped.id, ...domainReading(tokenizer), capture, loss: true };
    return (options: Options) => runtime().run({ ...request, choices: { capacityFactor } }, options);
  }, [tokenizer, shipped.id, moe, capacityFactor, own]);
  const askAll = useMemo(() => {
    if (!tokenizer || own) return null;
    const request = { model: shipped.id, ...domainReading(tokenizer), capture: [], loss: true };
    return (options: Options) => runtime().run({ ...request, choices: { capacityFactor: null } }, options);
  }, [tokenizer, shipped.id, own]);
  const work = useWork(textChannel, ask);
  const load = useWork(loadChannel, askLoad);
  const all = useWork(allChannel, askAll);

  const routes = useMemo(
    () => (work.result ? routesOf(work.result, renormalized) : null),
    [work.result, renormalized],
  );
  const tokens = useMemo(
    () => (work.result && tokenizer ? work.result.tokens.map((id) => tokenizer.vocabulary[id] ?? '') : []),
    [work.result, tokenizer],
  );
  const shares = useMemo((): ExpertShares | null => {
    const index = tensorOf(load.result, 'expert_index');
    return index ? sharesOf(index, tensorOf(load.result, 'dropped'), experts) : null;
  }, [load.result, experts]);
  const [thread, setThread] = useState<Place>({ row: 1, column: 0 });
  const [piece, setPiece] = useState<Place | null>(null);
  const names = useMemo(() => Array.from({ length: experts }, (_, at) => words.expert(at + 1)), [experts]);

  const flow = useMemo(() => {
    if (!routes || routes.length !== tokens.length) return null;
    return { tokens, routes, experts: names, chosen: thread.row < tokens.length ? thread : null };
  }, [routes, tokens, names, thread]);
  const describe = (row: number, column: number) => {
    const route = routes?.[row]?.[column];
    return route
      ? words.route(tokens[row] ?? '', route.expert + 1, route.weight, route.dropped === true)
      : '';
  };
  const flowHost = useChart(routerFlow, flow, {
    label: words.flowLabel(layer),
    describe,
    onChoose: (row: number, column: number) => setThread({ row, column }),
  });
  const count = held * domainLength * chosen;
  const capacity = capacityFactor === null ? null : Math.ceil((count * capacityFactor) / experts);
  const loads = useMemo(
    () =>
      shares
        ? {
            experts: numbersTo(experts),
            kinds: domainKinds.map((kind) => domainNames[kind]),
            taken: shares.taken,
            dropped: shares.dropped,
            capacity,
            chosen: piece,
          }
        : null,
    [shares, experts, capacity, piece],
  );
  const loadHost = useChart(expertLoad, loads, {
    label: words.loadLabel,
    capacityLabel: words.room,
    droppedLabel: words.turnedAway,
    height: 300,
    describe: (row: number, column: number) => {
      const kind: DomainKind | null = domainKinds[column] ?? null;
      const own = kind === null ? shares?.dropped[row] : shares?.taken[row]?.[column];
      return words.loadRead(row + 1, kind, own ?? 0);
    },
    onChoose: (row: number, column: number) => setPiece({ row, column }),
  });

  const lossOf = (result: RunResult | null) =>
    result && tokenizer ? meanOf(lossByDomain(result, tokenizer)) : null;
  const [now, full] = [lossOf(load.result), lossOf(all.result)];
  const counts = countsOf(routes ?? [], experts);
  const most = Math.max(...counts.asked);
  const lost = shares?.dropped.reduce((sum, one) => sum + one, 0) ?? 0;
  const asked = together({ problem, retry }, work, load, all);
  const empty = state.text.trim() === '' || (read !== null && read.tokens.length === 0);
  const losses = now !== null && full !== null ? words.losses(now, full) : '';
  const drawn = flow !== null && (own !== null || (loads !== null && losses !== ''));
  return (
    <Figure
      root={root}
      widget="router"
      number={number}
      title={title}
      badge="trained"
      rubric={empty ? words.emptyRubric : words.rubric}
      state={stateOf({ problem: asked.problem, wanted: live && seen && !empty, shown: drawn })}
      handle={handle}
      reads={
        drawn
          ? words.reads(
              layer,
              counts.asked.filter((one) => one > 0).length,
              experts,
              counts.asked.indexOf(most) + 1,
              most,
              tokens.length,
              counts.dropped,
            ) + losses
          : words.nothing
      }
      problem={asked.problem}
      progress={asked.progress}
      model={shipped.id}
      onRetry={asked.retry}
      milliseconds={work.result?.milliseconds ?? null}
      table={
        flow && {
          caption: words.tableCaption,
          columns: words.columns,
          rows: flow.routes.flatMap((own, row) =>
            own.map(({ expert, weight, dropped }) => [
              tokens[row] ?? '',
              expert + 1,
              formatExact(weight),
              dropped ? words.taken.false : words.taken.true,
            ]),
          ),
        }
      }
      tensors={Object.entries(work.result?.tensors ?? {}).map(([name, tensor]) => ({ name, ...tensor }))}
      sources="router"
      outline={<BarsOutline rows={8} />}
      controls={
        <>
          <TextInput
            field={fields.text}
            text={state.text}
            onChange={(text) => set({ text })}
            read={read}
            tokenizer={tokenizer}
            placeholder={words.placeholder}
          />
          {own ? null : (
            <div className="control">
              <span className="control-label">{words.startsLabel}</span>
              <div className="router-starts">
                {domainKinds.map((kind) => (
                  <Button key={kind} onPress={() => set({ text: words.starts[kind] })}>
                    {domainNames[kind]}
                  </Button>
                ))}
              </div>
            </div>
          )}
          {expertModelIds.length > 1 && !own ? (
            <Segments
              field={fields.model}
              value={state.model}
              name={expertModelName}
              onChange={(model) => set({ model })}
            />
          ) : null}
          <Segments
            field={{ label: words.layer, choices: layers.map(String) }}
            value={String(layer)}
            onChange={(next) => set({ layer: Number(next) })}
          />
          <Slider
            field={fields.capacity}
            value={state.capacity}
            format={(value) => (value === noLimit ? words.noLimit : String(value))}
            onChange={(value) => set({ capacity: value })}
          />
        </>
      }
    >
      <div className={own ? undefined : 'router-grid'}>
        <div>
          <p className="control-label">{words.flow(layer)}</p>
          <div className="router-flow-host" ref={flowHost} />
          <p className="reach-cell">{flow?.chosen ? describe(thread.row, thread.column) : ''}</p>
        </div>
        {own ? null : (
          <div>
            <p className="control-label">{words.load(held, held * domainLength)}</p>
            <div className="router-load-host" ref={loadHost} />
            <table className="sum loss-sum">
              <tbody>
                <tr>
                  <th scope="row">{words.lost}</th>
                  <td>{shares ? words.lostOf(lost, count) : ''}</td>
                </tr>
                <tr>
                  <th scope="row">{words.lossNow}</th>
                  <td className="router-loss">{now === null ? '' : formatLoss(now)}</td>
                </tr>
                <tr>
                  <th scope="row">{words.lossAll}</th>
                  <td>{full === null ? '' : formatLoss(full)}</td>
                </tr>
              </tbody>
            </table>
          </div>
        )}
      </div>
    </Figure>
  );
}
